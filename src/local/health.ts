/** How one part of the account is. */
export interface PartHealth {
  name: string;
  status: 'ok' | 'starting' | 'damaged' | 'down';
  detail?: string;
}
