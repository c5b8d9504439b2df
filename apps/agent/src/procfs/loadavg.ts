import type { LoadState } from '@weir/model';

/** Parses `/proc/loadavg`: processes running or waiting, averaged over 1, 5 and 15 minutes. Null where it is garbled. */
export function parseLoadavg(text: string): LoadState | null {
  const match = /^(\d{1,9}\.\d{1,3}) (\d{1,9}\.\d{1,3}) (\d{1,9}\.\d{1,3}) /.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null;
}
