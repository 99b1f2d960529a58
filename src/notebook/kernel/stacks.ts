/** Cuts an error's stack to the learner's own cells: what lies in the library and below is not theirs to read. */
export function cutStacks(): void {
  Error.prepareStackTrace = (error: Error, calls: NodeJS.CallSite[]) => {
    const cells = calls.filter((call) => call.getFileName()?.startsWith('evalmachine.'));
    return [String(error), ...cells.map((call) => `    at ${call}`)].join('\n');
  };
}
