import { cbor } from '@smithy/core/cbor';
import { short, sound } from '../../attack/api/verdict';
import type { RawAnswer } from '../../local/gateway/account';
import type { Generated } from './generate';
import { isKnownFailure } from './knownFailures';

const MOTO_FAILED = /The operation \w+ of [\w-]+ failed with this input/;

/** Milliseconds. */
const SLOWEST = 5000;
/** The first requests to each service of moto wait until its code is loaded. */
const WARM = 400;

/** @returns what is wrong with an answer, or undefined */
export function judge(
  asked: Generated,
  answer: RawAnswer & { bytes: Buffer },
  took: number,
): string | undefined {
  if (answer.status >= 500) return `5xx: it was answered ${answer.status}: ${short(answer.body)}`;
  if (took > SLOWEST && asked.number >= WARM) return `slow: it took ${Math.round(took)} ms`;
  const leak = sound(answer);
  if (leak !== undefined) return `leak: ${leak}`;
  const failed = MOTO_FAILED.exec(answer.body)?.[0];
  if (failed !== undefined && !isKnownFailure(asked.service, asked.operation))
    return `moto failed: at ${asked.service} ${asked.operation}, which is not known to fail`;
  if (answer.status < 300)
    return asked.isForbidden
      ? `forbidden: the model forbids it, and it succeeded: ${short(answer.body)}`
      : undefined;
  return shapeless(asked, answer);
}

/** Errors that AWS gives without a text. */
const SILENT = /^InvalidCiphertextException$/;

/** An error tells its code and says something. */
function shapeless(
  { request, service }: Generated,
  answer: RawAnswer & { bytes: Buffer },
): string | undefined {
  const { status, body, headers } = answer;
  if (request.method === 'HEAD' || status === 304) return undefined;
  if (status < 400) return service === 's3' ? undefined : `status: it was answered ${status}`;
  const { code, message } = errorOf(answer.bytes, body, headers['content-type'] ?? '');
  if (!code || !/^[\w.:#/-]+$/.test(code)) return `shape: ${status} has no code: ${short(body)}`;
  if (!SILENT.test(code) && (!message || message.trim().length < 5))
    return `shape: ${status} ${code} says nothing: ${short(body)}`;
  return undefined;
}

function errorOf(bytes: Buffer, body: string, type: string): { code?: string; message?: string } {
  try {
    if (type.includes('cbor')) return named(cbor.deserialize(new Uint8Array(bytes)));
    if (body.startsWith('{')) return named(JSON.parse(body));
  } catch {
    return {};
  }
  const element = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(body)?.[1];
  return { code: element('Code'), message: element('Message') };
}

const named = (error: Record<string, string | undefined>) => ({
  code: error.__type ?? error.code,
  message: error.message ?? error.Message,
});
