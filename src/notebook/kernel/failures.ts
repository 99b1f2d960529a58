interface Request {
  stop_on_error?: boolean;
}
type Execute<Reply> = (this: object, request: Request, ...outputs: unknown[]) => Promise<Reply>;

/** tslab's side of the requests. */
interface Handler {
  /** Queues a cell; the reply's content. */
  handleExecute: Execute<{ status: string }>;
  /** Runs it; rejects with what stands for a failed cell, which the queue takes as the order to drop the others. */
  handleExecuteImpl: Execute<unknown>;
}

/**
 * After a failure tslab drops the cells that wait, also when the failure was meant to be: who runs all cells of a lesson
 * would see those after its planned failure pass by without a word. So a request that says that it may fail
 * (`stop_on_error: false`, which Jupyter sends for the tag `raises-exception`) does not stop the others.
 * Source: Jupyter, "Messaging", execute.
 */
export function mendFailures(load: NodeJS.Require): void {
  const { prototype } = (load('./jupyter') as { JupyterHandlerImpl: { prototype: Handler } })
    .JupyterHandlerImpl;
  const { handleExecute, handleExecuteImpl } = prototype;
  const failed = new WeakSet<Request>();
  prototype.handleExecuteImpl = function (request, ...outputs) {
    const cell = handleExecuteImpl.call(this, request, ...outputs);
    if (request.stop_on_error !== false) return cell;
    return cell.catch((count: unknown) => {
      // The kernel's own error, not the cell's.
      if (count instanceof Error) throw count;
      failed.add(request);
      return count;
    });
  };
  prototype.handleExecute = async function (request, ...outputs) {
    const reply = await handleExecute.call(this, request, ...outputs);
    return failed.has(request) ? { ...reply, status: 'error' } : reply;
  };
}
