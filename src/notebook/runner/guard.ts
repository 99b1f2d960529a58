/**
 * Runs inside the kernel's process, before the kernel (`node --require`). tslab answers `ok` for a cell that left a
 * rejected promise or a throwing timer behind, and prints a cell's error without saying that it is one. The guard tells
 * the runner of both over the line that Node keeps between a process and its child: outputs cannot be mistaken for it.
 */
import { keepAllOutputs } from './allOutputs';
import { problemOf, type Report, type UnderWay } from './problem';

keepAllOutputs();

const send = (report: Report): void => {
  if (process.connected) process.send!(report);
};

// tslab keeps the `console.error` that it finds when it starts, and prints with it the errors of cells and nothing else.
// Cells get Node's own: what they print with it is an output like any other.
const print = console.error;
console.error = (...args: unknown[]) => {
  const [first, file, line, column, text] = args;
  const problem =
    first === DIAGNOSTIC
      ? { name: 'CompileError', message: `${file ?? ''}${line}:${column} - ${text}` }
      : problemOf(first);
  send({ kind: 'thrown', problem });
  print(...args);
};
setImmediate(() => {
  console.error = print;
});

/** How tslab prints what the compiler says. */
const DIAGNOSTIC = '%s%d:%d - %s';

process.on('uncaughtExceptionMonitor', (error, origin) => {
  if (origin === 'uncaughtException') send({ kind: 'late', origin: 'exception', problem: problemOf(error) });
});
process.on('unhandledRejection', (reason) =>
  send({ kind: 'late', origin: 'rejection', problem: problemOf(reason) }),
);

// Node opens these when they are first used. Opened now they are there before the first cell, and so nothing that the
// cell has begun.
void process.stdout;
void process.stderr;
/** The compiler in the kernel watches more and more files, and never ends that. */
const WATCHERS = new Set(['FSEventWrap', 'StatWatcher']);
function underWay(): UnderWay {
  const resources = process.getActiveResourcesInfo().filter((name) => !WATCHERS.has(name));
  return {
    pending: resources.length,
    children: resources.filter((name) => name === 'ProcessWrap').length,
  };
}

process.on('message', (ask: unknown) => {
  if (ask === 'end') process.exit(0);
  if (ask !== 'ping') return;
  // Timers that are due run before this one, and what they throw is told before the answer.
  setTimeout(() => setImmediate(() => send({ kind: 'pong', ...underWay() })), 1);
});
// The runner is gone, however it went: so are the kernel and what it has started.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.channel?.unref();
