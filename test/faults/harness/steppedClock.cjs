// @ts-nocheck: plain JavaScript that runs before the account
// Starts the account's program with a clock that is ahead of the machine's by as many ms as a file says, at any moment.
const fs = require('node:fs');
const http = require('node:http');

const offsetFile = process.env.FAULT_CLOCK_FILE;
const read = () => Number(fs.readFileSync(offsetFile, 'utf8')) || 0;
let offset = read();
setInterval(() => {
  offset = read();
}, 50).unref();

const RealDate = Date;
const now = () => RealDate.now() + offset;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length) super(...args);
    else super(now());
  }
  static now() {
    return now();
  }
};

// Clients correct their clock by this header, which Node makes from the real one.
const { writeHead } = http.ServerResponse.prototype;
http.ServerResponse.prototype.writeHead = function (...args) {
  if (!this.headersSent) this.setHeader('date', new Date().toUTCString());
  return writeHead.apply(this, args);
};
require(process.env.FAULT_CLOCK_PROGRAM);
