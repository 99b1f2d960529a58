import { BufferReader } from 'protobufjs/minimal';
import { fieldOf, LENGTH_DELIMITED, messageOf } from './message';

/**
 * The maps of types in a provider's schema: resources, data sources, ephemeral resources. Source: Terraform's plugin
 * protocol 5, message `GetProviderSchema.Response`.
 */
const MAPS_OF_TYPES = new Set([2, 3, 8]);

/**
 * A provider's schema with some of its types only: Terraform reads the whole at every run, and the AWS provider has some
 * 1,500 types (5 MB). Everything else, also what this code does not know, stays as it is, to the byte.
 *
 * @param response the encoded `GetProviderSchema.Response`
 * @param types names as `aws_s3_bucket`
 * @throws RangeError when it is not a protobuf message
 */
export function schemaOf(response: Buffer, types: ReadonlySet<string>): Buffer {
  const reader = new BufferReader(response);
  const kept: Buffer[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const tag = reader.uint32();
    if ((tag & 7) === LENGTH_DELIMITED && MAPS_OF_TYPES.has(tag >>> 3)) {
      if (types.has(keyOf(reader.bytes()))) kept.push(response.subarray(start, reader.pos));
    } else {
      reader.skipType(tag & 7);
      kept.push(response.subarray(start, reader.pos));
    }
  }
  return Buffer.concat(kept);
}

/** The key of an entry of a map: its field 1. */
const keyOf = (entry: Uint8Array): string => fieldOf(entry, 1).toString('utf8');

/** The provider's answer to a configuration that it takes as it is: `PreparedConfig` with the request's `Config`, both field 1. */
export const preparedAsAsked = (request: Buffer): Buffer => messageOf({ 1: fieldOf(request, 1) });

/** The configuration in a `Configure.Request`; beside it stands what differs from walk to walk. */
export const configOf = (request: Buffer): Buffer => fieldOf(request, 2);
