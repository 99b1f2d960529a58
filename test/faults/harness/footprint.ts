import fs from 'node:fs';
import path from 'node:path';
import type { FaultAccount } from './faultAccount';
import { openDescriptors } from './processTree';

/** What an account takes of its machine. */
export interface Footprint {
  /** Resident memory of all its processes. MiB */
  memory: number;
  descriptors: number;
  processes: number;
  /** Of all its files, as the disk counts them. MiB */
  folder: number;
  files: number;
}

const MIB = 2 ** 20;

export function memoryOf(account: FaultAccount): number {
  return account.allProcesses().reduce((sum, { resident }) => sum + resident, 0) / MIB;
}

export function footprint(account: FaultAccount): Footprint {
  const processes = account.allProcesses();
  let [blocks, files] = [0, 0];
  for (const entry of fs.readdirSync(account.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const found = fs.statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false });
    blocks += found?.blocks ?? 0;
    files++;
  }
  return {
    memory: Math.round(memoryOf(account)),
    descriptors: processes.reduce((sum, { pid }) => sum + openDescriptors(pid), 0),
    processes: processes.length,
    folder: Math.round((blocks * 512) / MIB),
    files,
  };
}

export const footprintText = ({ memory, descriptors, processes, folder, files }: Footprint): string =>
  `${memory} MiB in ${processes} processes, ${descriptors} descriptors, ${folder} MiB in ${files} files`;

/** Watches memory while something runs. @returns a function that ends it and gives the most that was seen, in MiB */
export function watchMemory(account: FaultAccount, eachMs = 500): () => number {
  let most = memoryOf(account);
  const timer = setInterval(() => {
    most = Math.max(most, memoryOf(account));
  }, eachMs);
  return () => {
    clearInterval(timer);
    return Math.round(Math.max(most, memoryOf(account)));
  };
}
