/** `make doctor`: what is there, what is missing, and the remedy. Exit status 1 when something is missing. */
import path from 'node:path';
import { accountFindings } from './setup/accountFindings.mjs';
import { examine, page } from './setup/probe.mjs';

const root = path.resolve(import.meta.dirname, '..');
const home = path.resolve(process.env.LAKEHOUSE_HOME || path.join(root, '.lakehouse'));
const findings = [...examine(root), ...(await accountFindings(home))];
console.log(page(findings));
process.exitCode = findings.some((finding) => finding.state === 'missing') ? 1 : 0;
