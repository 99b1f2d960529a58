import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { fieldOf, messageOf } from '../../../src/layers/accelerator/message';
import { configOf, preparedAsAsked, schemaOf } from '../../../src/layers/accelerator/schemaFilter';

/** The part of Terraform's plugin protocol 5 that is needed here, read by a library of its own. */
const { root } = protobuf.parse(
  `
  syntax = "proto3";
  message DynamicValue { bytes msgpack = 1; bytes json = 2; }
  message Schema { int64 version = 1; bytes block = 2; }
  message GetProviderSchema {
    Schema provider = 1;
    map<string, Schema> resource_schemas = 2;
    map<string, Schema> data_source_schemas = 3;
    repeated bytes diagnostics = 4;
    Schema provider_meta = 5;
    bytes server_capabilities = 6;
    map<string, bytes> functions = 7;
    map<string, Schema> ephemeral_resource_schemas = 8;
  }
  message PrepareRequest { DynamicValue config = 1; }
  message PrepareResponse { DynamicValue prepared_config = 1; repeated bytes diagnostics = 2; }
  message ConfigureRequest { string terraform_version = 1; DynamicValue config = 2; bytes client_capabilities = 3; }
`,
  { keepCase: true },
);
const type = (name: string) => root.lookupType(name);
const encode = (name: string, value: object): Buffer => Buffer.from(type(name).encode(value).finish());
const decode = (name: string, message: Buffer) => type(name).toObject(type(name).decode(message));

test('of a schema only the wanted types are left, and everything that is no type', () => {
  const schema = {
    provider: { version: 1, block: Buffer.from('p') },
    resource_schemas: {
      aws_s3_bucket: { version: 3, block: Buffer.from('bucket') },
      aws_instance: { version: 1, block: Buffer.from('x'.repeat(5000)) },
    },
    data_source_schemas: { aws_region: { block: Buffer.from('r') }, aws_ami: { block: Buffer.from('a') } },
    ephemeral_resource_schemas: { aws_secret: { block: Buffer.from('s') } },
    provider_meta: { version: 2 },
    server_capabilities: Buffer.from([8, 1]),
    functions: { arn_build: Buffer.from('f') },
  };
  const told = schemaOf(encode('GetProviderSchema', schema), new Set(['aws_s3_bucket', 'aws_region']));
  const { resource_schemas, data_source_schemas, ephemeral_resource_schemas: _, ...rest } = schema;
  expect(decode('GetProviderSchema', told)).toEqual(
    decode(
      'GetProviderSchema',
      encode('GetProviderSchema', {
        ...rest,
        resource_schemas: { aws_s3_bucket: resource_schemas.aws_s3_bucket },
        data_source_schemas: { aws_region: data_source_schemas.aws_region },
      }),
    ),
  );
});

test('a schema of which all is wanted stays as it is, to the byte', () => {
  const message = encode('GetProviderSchema', {
    resource_schemas: { a: { version: 1 }, b: {} },
    diagnostics: [Buffer.from('d')],
  });
  expect(schemaOf(message, new Set(['a', 'b']))).toEqual(message);
});

test('the configuration is well as it was asked', () => {
  const config = { msgpack: Buffer.from('configuration') };
  const answer = decode('PrepareResponse', preparedAsAsked(encode('PrepareRequest', { config })));
  expect(answer).toEqual({ prepared_config: config });
});

test("the configuration of a Configure call does not depend on Terraform's version or on what else is asked", () => {
  const config = { msgpack: Buffer.from('c') };
  const one = encode('ConfigureRequest', { terraform_version: '1.11.4', config });
  const other = encode('ConfigureRequest', {
    terraform_version: '1.12.0',
    config,
    client_capabilities: Buffer.from([8, 1]),
  });
  expect(configOf(one)).toEqual(configOf(other));
  expect(configOf(one)).not.toEqual(
    configOf(encode('ConfigureRequest', { config: { msgpack: Buffer.from('d') } })),
  );
});

test('fields: read and written, missing ones empty', () => {
  const message = messageOf({ 1: Buffer.from('type'), 2: Buffer.alloc(0), 6: Buffer.from([1]) });
  expect([1, 2, 6].map((field) => fieldOf(message, field).toString('hex'))).toEqual(['74797065', '', '01']);
});

test('what is no message is refused', () => {
  expect(() => schemaOf(Buffer.from('12ff', 'hex'), new Set())).toThrow(RangeError);
  expect(() => fieldOf(Buffer.from('0a7f00', 'hex'), 2)).toThrow(RangeError);
});
