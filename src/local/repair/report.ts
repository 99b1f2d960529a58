/** What `lakehouse account check` or `repair` found in an account's folder, and did. All texts are sentences for a person. */
export interface AccountReport {
  folder: string;
  /** Objects and bytes that were read and compared with their ETags. */
  verified: { objects: number; bytes: number };
  /** What was damaged and is whole again. */
  repaired: string[];
  /** What is damaged, missing or lost. */
  problems: string[];
}
