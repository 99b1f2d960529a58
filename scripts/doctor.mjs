/** `make doctor`: what is there, what is missing, and the remedy. Exit status 1 when something is missing. */
import path from 'node:path';
import { examine, page } from './setup/probe.mjs';

const findings = examine(path.resolve(import.meta.dirname, '..'));
console.log(page(findings));
process.exitCode = findings.some((finding) => finding.state === 'missing') ? 1 : 0;
