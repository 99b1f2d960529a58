import type { ResourceInfo } from '@aws-sdk/client-lakeformation';
import type { Store } from '../store/store';

/** A location in S3 that is registered with Lake Formation: the service vends the credentials for what lies below it. */
export type Registration = ResourceInfo & { ResourceArn: string };

export interface Registrations {
  list(): Registration[];
  get(arn: string): Registration | undefined;
  put(registration: Registration): void;
  remove(arn: string): boolean;
  /** The registered location that covers an address; the closest one where they are nested. */
  covering(s3Uri: string): Registration | undefined;
}

export function openRegistrations(store: Store): Registrations {
  const table = store.table<Registration>('lakeformation.resources');
  const list = () => table.list().map(({ value }) => value);
  return {
    list,
    get: (arn) => table.get(arn),
    put: (registration) => table.put(registration.ResourceArn, registration),
    remove: (arn) => table.remove(arn),
    covering: (s3Uri) =>
      list()
        .filter(({ ResourceArn }) => covers(ResourceArn, s3Uri))
        .sort((a, b) => b.ResourceArn.length - a.ResourceArn.length)[0],
  };
}

/** Does the location of an S3 ARN hold the address? `arn:aws:s3:::lake/db` holds `s3://lake/db/t`, not `s3://lake/db2`. */
export function covers(arn: string, s3Uri: string): boolean {
  const location = pathOf(arn.replace(/^arn:aws[\w-]*:s3:::/, ''));
  const address = pathOf(s3Uri.replace(/^s3[an]?:\/\//, ''));
  return address === location || address.startsWith(`${location}/`);
}

const pathOf = (text: string): string => text.replace(/\/\*$/, '').replace(/\/+$/, '');
