/** A time that this page measured of itself. */
export interface Measure {
  readonly kind: 'load' | 'page' | 'frame';
  readonly page: string;
  readonly milliseconds: number;
}

const ENDPOINT = '/api/v1/dashboard/timings';

/** Tells the aggregator how fast the page is. What does not arrive is not missed. */
export async function tellTimings(measures: readonly Measure[]): Promise<void> {
  try {
    await fetch(ENDPOINT, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ measures }),
      keepalive: true,
    });
  } catch (error) {
    // A server that is away is told of by the page's own questions.
    if (!(error instanceof TypeError)) throw error;
  }
}
