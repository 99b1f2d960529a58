/** An AWS access key, of a user or of a session. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** When a session's key ends; absent for a user's. */
  expiration?: Date;
}

/** Which account: an endpoint, a region and credentials. Nothing above this folder asks which of the two it is. */
export interface Target {
  name: 'local' | 'aws';
  /** Twelve digits. */
  accountId: string;
  region: string;
  /** The local account's address; absent on AWS. */
  endpoint?: string;
  /** `LAKEHOUSE_HOME/<target>`: states of the layers, reports, stopwatch. */
  home: string;
  /** The principal that deploys, as grants name it: a user's ARN, or the role's of a session. */
  deployerArn(): Promise<string>;
  /** Of the deployer. */
  credentials(): Promise<Credentials>;
  /** `AWS_*` variables of the deployer for a child process (Terraform, awscli). */
  env(): Promise<Record<string, string>>;
}
