import pg from 'pg';

/** All connections are busy, and nobody who asks now will have one soon. */
export class OverloadedError extends Error {
  /** `message` = what is too much, and the remedy, as a clause. */
  constructor(message = 'too much is being asked at once; ask again in a few seconds') {
    super(message);
  }
}

/** How many connections a pool has, and how many may wait for one. */
export interface PoolBounds extends pg.PoolConfig {
  readonly max: number;
  readonly mostWaiting: number;
}

type Callback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: boolean | Error) => void,
) => void;

/** pg's words for "no connection became free in time"; one that could not be made is told otherwise. */
const WAITED_IN_VAIN = 'timeout exceeded when trying to connect';

/** A pool that tells "all are busy" from "the database is away", and in which only so many wait. */
export class BoundedPool extends pg.Pool {
  private readonly mostWaiting: number;

  constructor({ mostWaiting, ...config }: PoolBounds) {
    super(config);
    this.mostWaiting = mostWaiting;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | void {
    const taken = this.take();
    if (!callback) return taken;
    taken.then(
      (client) => callback(undefined, client, (release) => client.release(release)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
  }

  protected async take(): Promise<pg.PoolClient> {
    if (this.waitingCount >= this.mostWaiting) throw new OverloadedError();
    try {
      return await super.connect();
    } catch (error) {
      throw error instanceof Error && error.message === WAITED_IN_VAIN ? new OverloadedError() : error;
    }
  }
}
