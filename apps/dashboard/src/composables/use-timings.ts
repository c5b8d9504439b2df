import { onScopeDispose } from 'vue';
import type { Router } from 'vue-router';
import { type Measure, tellTimings } from '../api/index.js';

const TELL_EVERY_MS = 30_000;
const MOST_WAIT_MS = 20_000;
const FRAMES = 30;
const MOST_MEASURES = 50;

/** Measures how long pages take to their first figures, and how long frames last; tells the aggregator twice a minute, and when it is left. */
export function useTimings(router: Router, content: () => HTMLElement | null): void {
  const measures: Measure[] = [];
  const pageName = (): string => String(router.currentRoute.value.name ?? 'missing');
  const note = (kind: Measure['kind'], milliseconds: number): void => {
    if (measures.length < MOST_MEASURES) measures.push({ kind, page: pageName(), milliseconds });
  };
  let following = whenSettled(content, 0, (elapsed) => note('load', elapsed));
  const stop = router.afterEach((to, from) => {
    if (from.matched.length === 0 || to.path === from.path) return;
    following();
    following = whenSettled(content, performance.now(), (elapsed) => note('page', elapsed));
  });
  const tell = (): void => {
    if (measures.length > 0) void tellTimings(measures.splice(0));
  };
  const timer = setInterval(() => {
    if (document.hidden) return tell();
    watchFrames((longest) => {
      note('frame', longest);
      tell();
    });
  }, TELL_EVERY_MS);
  // Whoever leaves within half a minute has waited for the page, too.
  const leave = (): void => {
    if (document.hidden) tell();
  };
  document.addEventListener('visibilitychange', leave);
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', leave);
    clearInterval(timer);
    following();
    stop();
  });
}

/** Calls back once nothing on the page waits for its first answer; a page that is hidden meanwhile says nothing. */
function whenSettled(
  content: () => HTMLElement | null,
  startedAt: number,
  tell: (elapsedMs: number) => void,
): () => void {
  let stopped = false;
  const look = (): void => {
    const elapsed = performance.now() - startedAt;
    if (stopped || document.hidden || elapsed > MOST_WAIT_MS) return;
    const element = content();
    if (element?.firstElementChild && !element.querySelector('[aria-busy="true"]')) return tell(elapsed);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return () => (stopped = true);
}

function watchFrames(tell: (longestMs: number) => void): void {
  let left = FRAMES;
  let longest = 0;
  let before: number | undefined;
  const look = (at: number): void => {
    if (document.hidden) return;
    longest = Math.max(longest, at - (before ?? at));
    before = at;
    left -= 1;
    if (left > 0) requestAnimationFrame(look);
    else tell(longest);
  };
  requestAnimationFrame(look);
}
