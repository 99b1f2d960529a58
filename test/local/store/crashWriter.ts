import { openStore } from '../../../src/local/store/store';

/** Moves a sum between two accounts for ever, with a line in a book for each move; says each number when it is acknowledged. */
function write(folder: string): never {
  const store = openStore(folder);
  const balances = store.table<number>('balances');
  const book = store.table<number>('book');
  for (let i = book.list().length; ; i++) {
    store.transaction(() => {
      balances.put('giver', (balances.get('giver') ?? 0) - i);
      book.put(String(i).padStart(9, '0'), i);
      balances.put('taker', (balances.get('taker') ?? 0) + i);
    });
    process.stdout.write(`${i}\n`);
  }
}

write(process.argv[2]!);
