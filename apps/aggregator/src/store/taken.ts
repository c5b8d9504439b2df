import pg from 'pg';

const UNIQUE_VIOLATION = '23505';

/** Whether something was not written because another one has its name, or whatever is unique of it. */
export function isTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION;
}
