/** What one part of the account says of itself. */
export interface PartHealth {
  name: string;
  status: 'ok' | 'starting' | 'damaged' | 'down';
  detail?: string;
}
