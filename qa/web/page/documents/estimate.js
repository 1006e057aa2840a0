// How long something will still take, as far as its pace so far tells.

import { duration } from "../frame/amounts.js";
import { say } from "../frame/words.js";

const SOONEST_MS = 3000; // before, a pace is no more than a guess
const LEAST_S = 5; // what ends so soon needs no estimate

export class Estimate {
  constructor(done = 0, now = performance.now()) {
    [this.begun, this.at] = [done, now];
  }

  // Returns "about 2 minutes left"; empty if that cannot be said yet.
  left(done, total, now = performance.now()) {
    const [passed, more] = [now - this.at, done - this.begun];
    if (passed < SOONEST_MS || more <= 0 || done >= total) return "";
    const seconds = ((passed / more) * (total - done)) / 1000;
    return seconds < LEAST_S ? "" : say("time_left", { time: duration(seconds) });
  }
}
