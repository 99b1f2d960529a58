import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  CHECKSUM_ALGORITHMS,
  compositeChecksum,
  Digests,
  multipartEtag,
} from '../../../src/local/s3/objects/digests';

test('the published check values of "123456789", whatever the pieces', () => {
  const digests = new Digests(CHECKSUM_ALGORITHMS);
  for (const piece of ['1234', '', '56789']) digests.update(Buffer.from(piece));
  const hex = (base64: string) => Buffer.from(base64, 'base64').toString('hex');
  // The catalogue of parametrised CRC algorithms: "check".
  expect(hex(digests.checksum('CRC32'))).toBe('cbf43926');
  expect(hex(digests.checksum('CRC32C'))).toBe('e3069283');
  expect(hex(digests.checksum('CRC64NVME'))).toBe('ae8b14860a799888');
  expect(hex(digests.checksum('SHA1'))).toBe(createHash('sha1').update('123456789').digest('hex'));
  expect(hex(digests.checksum('SHA256'))).toBe(createHash('sha256').update('123456789').digest('hex'));
  expect(digests.md5().toString('hex')).toBe('25f9e794323b453885f5181f1b624d0b');
  expect(digests.size).toBe(9);
  expect(digests.checksum('CRC32')).toBe(digests.checksum('CRC32'));
});

test('the ETag and the checksum of several parts are made of theirs', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest();
  const expected = createHash('md5')
    .update(Buffer.concat([md5('a'), md5('b')]))
    .digest('hex');
  expect(multipartEtag([{ etag: `"${md5('a').toString('hex')}"` }, { etag: md5('b').toString('hex') }])).toBe(
    `"${expected}-2"`,
  );
  const sha = (text: string) => createHash('sha256').update(text).digest();
  expect(compositeChecksum('SHA256', [sha('a').toString('base64'), sha('b').toString('base64')])).toEqual({
    algorithm: 'SHA256',
    value: `${createHash('sha256')
      .update(Buffer.concat([sha('a'), sha('b')]))
      .digest('base64')}-2`,
    type: 'COMPOSITE',
  });
});
