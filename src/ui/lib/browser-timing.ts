import type { Timing } from './timing.ts';

const hiddenFrameMs = 250;

export const browserTiming: Timing = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  // A hidden tab draws nothing and would never call back.
  frame: (run) => {
    if (document.hidden) setTimeout(run, hiddenFrameMs);
    else requestAnimationFrame(run);
  },
};
