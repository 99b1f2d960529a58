import type { Answer } from './answer';

/** Members that AWS's services add to their errors and that belong to the answer. */
const MORE = ['AthenaErrorCode', 'ResourceName', 'Reason'] as const;

/**
 * What a request ends with: what `pick` takes out of the answer (`done` without it), or the code, the text and the HTTP
 * status of the refusal.
 * @throws whatever is no answer of the service: a connection that broke, credentials that are missing
 */
export async function attempt<T>(
  request: Promise<T>,
  pick: (answer: T) => unknown = () => 'done',
): Promise<Answer> {
  try {
    // The suite makes plain JSON of it, once for all answers.
    return pick(await request) as Answer;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return refusal;
  }
}

function refusalOf(error: unknown): { [member: string]: Answer } | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: number };
  if (httpStatusCode === undefined) return undefined;
  const members = error as unknown as Record<string, unknown>;
  return {
    code: error.name,
    message: error.message,
    status: httpStatusCode,
    ...Object.fromEntries(
      MORE.flatMap((name) => (typeof members[name] === 'string' ? [[name, members[name]]] : [])),
    ),
  };
}

/** Asks one after the other and keeps the answers by the names of the questions. */
export async function steps(questions: Record<string, () => Promise<Answer>>): Promise<Answer> {
  const answers: { [step: string]: Answer } = {};
  for (const [step, ask] of Object.entries(questions)) answers[step] = await ask();
  return answers;
}
