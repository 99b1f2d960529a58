import http from 'node:http';
import type { ServiceModels } from '../../../src/local/claim/serviceModel';
import type { Lake } from '../../attack/api/lake';
import { type Signed, sign } from '../../attack/api/wire';
import type { RawAnswer } from '../../local/gateway/account';
import { restore } from './fuzzedAccount';
import { type Generated, generateRequest } from './generate';
import { judge } from './judge';

/** What a run found. */
export interface Outcome {
  ran: Record<string, number>;
  statuses: Record<string, number>;
  findings: Finding[];
}
export interface Finding {
  asked: Generated;
  wrong: string;
}

/** Requests after which what they deleted is made again. */
const RESTORED_EVERY = 250;
/** Milliseconds that an answer is waited for. */
const PATIENCE = 30_000;

/** Sends the requests of a seed, some at a time, over connections that are kept. */
export async function sendAll(
  lake: Lake,
  models: ServiceModels,
  { seed, from = 0, count, atOnce }: { seed: number; from?: number; count: number; atOnce: number },
): Promise<Outcome> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  const outcome: Outcome = { ran: {}, statuses: {}, findings: [] };
  let next = from;
  const work = async () => {
    while (next < from + count) {
      if ((next - from) % RESTORED_EVERY === RESTORED_EVERY - 1) await restore(lake);
      const asked = generateRequest(models, seed, next++);
      const { status, wrong } = await sendOne(lake, agent, asked);
      outcome.ran[asked.kind] = (outcome.ran[asked.kind] ?? 0) + 1;
      outcome.statuses[status] = (outcome.statuses[status] ?? 0) + 1;
      if (wrong !== undefined) outcome.findings.push({ asked, wrong });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  agent.destroy();
  return outcome;
}

async function sendOne(
  { account, as }: Lake,
  agent: http.Agent,
  asked: Generated,
): Promise<{ status: string; wrong?: string }> {
  const { service, request } = asked;
  const started = performance.now();
  try {
    const signed = sign(account, as[asked.by], {
      service,
      ...request,
      payloadHash: request.headers['x-amz-content-sha256'],
    });
    const answer = await post(account.port, agent, signed);
    return {
      status: `${Math.floor(answer.status / 100)}xx`,
      wrong: judge(asked, answer, performance.now() - started),
    };
  } catch (error) {
    return { status: 'none', wrong: `no answer: ${String(error)}` };
  }
}

function post(
  port: number,
  agent: http.Agent,
  { method, path, headers, body }: Signed,
): Promise<RawAnswer & { bytes: Buffer }> {
  return new Promise((done, failed) => {
    const message = http.request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent,
        headers: { 'content-length': String(body.length), ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', failed);
        answer.on('end', () => {
          const bytes = Buffer.concat(chunks);
          done({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: bytes.toString('utf8'),
            bytes,
          });
        });
      },
    );
    message.setTimeout(PATIENCE, () => message.destroy(new Error(`no answer within ${PATIENCE} ms`)));
    message.on('error', failed);
    message.end(body);
  });
}
