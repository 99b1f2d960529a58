import { randomBytes } from 'node:crypto';
import { openObjectStore } from '../../../src/local/s3/objectStore';

/** What the writer says of a change that was acknowledged to it. */
export type Acknowledged = `put ${string} ${string}` | `delete ${string}`;

/** Puts, overwrites, deletes and joins objects for ever, and says so on stdout after each acknowledgement. */
async function write(folder: string): Promise<never> {
  const objects = await openObjectStore(folder);
  await objects.createBucket('lake');
  const run = randomBytes(4).toString('hex');
  const say = (line: Acknowledged) => process.stdout.write(`${line}\n`);
  for (let i = 0; ; i++) {
    const body = randomBytes(1 + ((i * 7919) % 300_000));
    const key = `new/${run}-${i}.bin`;
    const [made, over] = await Promise.all([
      objects.put('lake', key, body),
      objects.put('lake', `over/${i % 3}`, randomBytes(1000 + i)),
    ]);
    say(`put ${key} ${made.etag}`);
    say(`put over/${i % 3} ${over.etag}`);
    if (i % 4 === 0) {
      await objects.delete('lake', [key]);
      say(`delete ${key}`);
    }
    if (i % 8 === 1) {
      const name = `joined/${run}-${i}`;
      const uploadId = await objects.uploads.create('lake', name, {});
      const upload = { bucket: 'lake', key: name, uploadId };
      const parts = [
        await objects.uploads.putPart(upload, 1, [randomBytes(5 * 1024 * 1024)]),
        await objects.uploads.putPart(upload, 2, [body]),
      ];
      const { etag } = await objects.uploads.complete(upload, parts, {});
      say(`put ${name} ${etag}`);
    }
  }
}

void write(process.argv[2]!);
