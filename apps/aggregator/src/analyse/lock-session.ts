import pg from 'pg';

/** Any constants: the class of the partitions' locks, and of the lock that every contender shares. */
const PARTITION_CLASS = 0x77656971;
const CONTENDER_CLASS = 0x77656972;

/** The server ends a session that asked for nothing so long, whatever became of the process or the way to it. */
const SERVER_PATIENCE_MS = 7_000;
/** Sooner than that the session is taken for lost, so that nobody else can own what we still think is ours. */
const PATIENCE_MS = 5_000;

// Keep-alives find a way that is cut while the server waits to send; the rest is for the session's idle time.
const SETTINGS = `
SET idle_session_timeout = ${SERVER_PATIENCE_MS}; SET statement_timeout = ${PATIENCE_MS};
SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 2;
SELECT pg_advisory_lock_shared(${CONTENDER_CLASS}, 0)`;

const CONTENDERS = `
SELECT count(DISTINCT pid)::int AS count FROM pg_locks
WHERE locktype = 'advisory' AND classid = ${CONTENDER_CLASS} AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** A session of the database whose locks last exactly as long as it does. It has to be asked something every second or two. */
export class LockSession {
  private readonly loss = new AbortController();
  private patience: NodeJS.Timeout;

  private constructor(private readonly client: pg.Client) {
    this.patience = setTimeout(() => this.lose(), PATIENCE_MS);
    client.on('error', () => this.lose());
    client.on('end', () => this.lose());
  }

  /** Connects, and counts among the contenders from then on. */
  static async open(url: string): Promise<LockSession> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'weir-analyse',
      connectionTimeoutMillis: PATIENCE_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 3_000,
    });
    const session = new LockSession(client);
    try {
      await client.connect();
      await session.ask(SETTINGS);
      return session;
    } catch (error) {
      session.lose();
      throw error;
    }
  }

  /** Aborted at once when the session is lost, and with it all its locks. */
  get lost(): AbortSignal {
    return this.loss.signal;
  }

  /** How many sessions there are of this kind, this one included. */
  async contenders(): Promise<number> {
    return (await this.ask<{ count: number }>(CONTENDERS))[0]?.count ?? 1;
  }

  /** Takes the lock of a partition; false where another session has it. */
  async lock(partition: number): Promise<boolean> {
    const sql = `SELECT pg_try_advisory_lock(${PARTITION_CLASS}, ${partition}) AS locked`;
    return (await this.ask<{ locked: boolean }>(sql))[0]?.locked ?? false;
  }

  async unlock(partition: number): Promise<void> {
    await this.ask(`SELECT pg_advisory_unlock(${PARTITION_CLASS}, ${partition})`);
  }

  /** Ends it, and frees all its locks; by force where the server does not answer. */
  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  /** What counts is when it was asked: the server's patience begins no earlier. */
  private async ask<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
    const askedMs = performance.now();
    const { rows } = await this.client.query<T>(sql);
    clearTimeout(this.patience);
    if (!this.lost.aborted) {
      this.patience = setTimeout(() => this.lose(), Math.max(0, PATIENCE_MS - (performance.now() - askedMs)));
    }
    return rows;
  }

  private lose(): void {
    clearTimeout(this.patience);
    this.loss.abort();
    // Not end(): that would wait for an answer.
    this.client.connection?.stream.destroy();
  }
}
