/** Connection failures of Node, of pg, and of a server that starts, stops or is full (SQLSTATE 57P0x, 53300, 08xxx). */
const AWAY_CODE =
  /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|57P0\d|53300|08\w{3})$/;
const AWAY_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed))/;
/** What the server says of a statement that it ended, in time or because it was told to. */
const QUERY_CANCELED = '57014';

/** Whether something failed because the database is not there, so that it is worth asking again. */
export function isDatabaseAway(error: unknown): boolean {
  return error instanceof Error && (AWAY_CODE.test(codeOf(error)) || AWAY_TEXT.test(error.message));
}

/** Whether the server ended a statement, which took too long. */
export function isEndedByServer(error: unknown): boolean {
  return codeOf(error) === QUERY_CANCELED;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
