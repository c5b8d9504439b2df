import type { Pool } from 'pg';
import type { CapacityService } from '../../capacity/capacity.service.js';
import { DISK_UNKNOWN } from '../../capacity/data-disk.js';
import { onConnection } from '../../store/connection.js';
import { type Kept, readKept } from '../../store/disk/keep.js';
import type { StoreSetup } from '../../store/store-setup.js';
import { UnavailableError } from '../unavailable.js';
import type { StorageType, StoredType } from './storage.type.js';

/** Reads what is stored, and what it takes now. */
export async function storageOf(pool: Pool, setup: StoreSetup, capacity: CapacityService): Promise<StorageType> {
  // Preparing may take minutes, which nobody waits for.
  if (setup.fault !== null) throw new UnavailableError(setup.fault);
  const edition = await setup.ready();
  const { bytes, tableBytes, disk } = await capacity.readDatabaseNow();
  const stored = (await keptIn(pool)).map((kept) => storedOf(kept, tableBytes, capacity));
  const known = new Set(stored.flatMap(({ tables }) => tables.map(({ name }) => name)));
  return {
    edition: edition?.name ?? 'none',
    databaseBytes: bytes,
    growthBytesPerDay: capacity.growthBytesPerDay(),
    diskFreeBytes: disk?.freeBytes ?? null,
    diskUnknown: disk ? null : DISK_UNKNOWN,
    stored,
    otherBytes: sum([...tableBytes].filter(([name]) => !known.has(name)).map(([, each]) => each)),
    waitingMessages: capacity.stream?.waiting ?? null,
  };
}

const keptIn = (pool: Pool): Promise<Kept[]> => onConnection(pool, readKept);

function storedOf(kept: Kept, tableBytes: ReadonlyMap<string, number>, capacity: CapacityService): StoredType {
  const tables = kept.tables.map((name) => ({ name, bytes: tableBytes.get(name) ?? 0 }));
  return {
    kind: kept.kind,
    resolution: kept.resolution,
    keepSeconds: secondsOf(kept.keepMs),
    defaultKeepSeconds: secondsOf(kept.defaultKeepMs),
    wholeSince: kept.wholeSinceMs === null ? null : new Date(kept.wholeSinceMs),
    bytes: sum(tables.map(({ bytes }) => bytes)),
    growthBytesPerDay: capacity.growthBytesPerDay(kept.tables),
    tables,
  };
}

const secondsOf = (ms: number | null): number | null => (ms === null ? null : ms / 1_000);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
