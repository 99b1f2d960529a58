import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Protocol } from './claim';

/** A type of a service's model, as botocore writes it; only what requests need. */
export interface Shape {
  type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'character'
    | 'integer'
    | 'long'
    | 'short'
    | 'byte'
    | 'float'
    | 'double'
    | 'boolean'
    | 'blob'
    | 'timestamp'
    | 'bigdecimal'
    | 'biginteger';
  members?: Record<string, MemberShape>;
  member?: MemberShape;
  key?: MemberShape;
  value?: MemberShape;
  /** The member that is the whole body. */
  payload?: string;
  flattened?: boolean;
  locationName?: string;
  timestampFormat?: string;
  /** The least and most elements of a list, characters of a text, or the smallest and largest number. */
  min?: number;
  max?: number;
  /** Members that a structure must have. */
  required?: string[];
  /** The only texts of this type. */
  enum?: string[];
  /** A regular expression of Java that the whole text must match. */
  pattern?: string;
  /** Errors do not repeat the value. */
  sensitive?: boolean;
  document?: boolean;
  streaming?: boolean;
}

/** A reference to a shape, with what holds for this place alone. */
export interface MemberShape {
  shape: string;
  location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  locationName?: string;
  queryName?: string;
  flattened?: boolean;
  xmlAttribute?: boolean;
  timestampFormat?: string;
  jsonvalue?: boolean;
}

export interface OperationModel {
  name: string;
  http: { method: string; requestUri: string };
  input?: { shape: string; locationName?: string };
  output?: { shape: string };
  /** Another operation has its address. */
  deprecated?: boolean;
}

/** What a service can be asked for. Source: botocore's `service-2.json`. */
export interface ServiceModel {
  /** botocore's name: `cloudwatch`. */
  name: string;
  protocols: Protocol[];
  apiVersion: string;
  targetPrefix?: string;
  operations: Record<string, OperationModel>;
  shapes: Record<string, Shape>;
}

interface ModelFile {
  metadata: {
    protocol: Protocol;
    protocols?: Protocol[];
    apiVersion: string;
    targetPrefix?: string;
  };
  operations: Record<string, OperationModel>;
  shapes: Record<string, Shape>;
}

/** Service models by botocore's names; each is read when it is first asked for, and kept. */
export class ServiceModels {
  readonly #models = new Map<string, ServiceModel>();

  /** @param folder botocore's `data` folder */
  constructor(private readonly folder: string) {}

  /** @throws Error when botocore has no such service */
  model(name: string): ServiceModel {
    let model = this.#models.get(name);
    if (!model) {
      model = readModel(this.folder, name);
      this.#models.set(name, model);
    }
    return model;
  }
}

function readModel(folder: string, name: string): ServiceModel {
  const version = fs
    .readdirSync(path.join(folder, name))
    .filter((entry) => /^\d{4}-\d\d-\d\d$/.test(entry))
    .sort()
    .at(-1);
  if (version === undefined) throw new Error(`botocore has no model of ${name} in ${folder}`);
  const file = path.join(folder, name, version, 'service-2.json.gz');
  const { metadata, operations, shapes } = JSON.parse(
    gunzipSync(fs.readFileSync(file)).toString('utf8'),
  ) as ModelFile;
  const { protocol, protocols = [protocol], apiVersion, targetPrefix } = metadata;
  return { name, protocols, apiVersion, targetPrefix, operations, shapes };
}
