import process from 'node:process';

const WIDTH = 56;
const TICK_MS = 1_000;

/**
 * Shows a line for each step: on a terminal with the seconds while it lasts, elsewhere only when it is done.
 * Lines that come meanwhile go above it.
 */
export function createSteps(out = process.stdout) {
  let current;
  const clear = () => out.isTTY && out.write('\r\x1b[K');
  const draw = () => {
    if (current && out.isTTY) out.write(`\r\x1b[K  … ${current.doing} (${Math.round(elapsed(current))} s)`);
  };
  const line = (text) => {
    clear();
    out.write(`${text}\n`);
    draw();
  };
  return {
    async step(doing, work, done) {
      const mine = { doing, since: Date.now() };
      current = mine;
      draw();
      const timer = setInterval(draw, TICK_MS);
      try {
        const result = await work();
        if (current === mine) current = undefined;
        line(`  ✓ ${done(result).padEnd(WIDTH)} ${elapsed(mine).toFixed(1).padStart(5)} s`);
        return result;
      } catch (error) {
        if (current === mine) current = undefined;
        clear();
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
    note: (text) => line(text.startsWith('\n') ? text : `  · ${text}`),
  };
}

function elapsed({ since }) {
  return (Date.now() - since) / 1_000;
}
