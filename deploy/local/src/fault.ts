/** Something that keeps weir from starting, in one sentence that ends with its remedy. Shown without a stack. */
export class Fault extends Error {}

/** What the operating system says by these codes, in words. */
const SYSTEM_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space and start again.',
  EROFS: 'The file system is read-only: set WEIR_HOME to a folder that can be written.',
  ENOTDIR: 'A file is where a folder is needed: set WEIR_HOME to a folder that can be written.',
  EEXIST: 'A file is where a folder is needed: set WEIR_HOME to a folder that can be written.',
  EDQUOT: 'This user may not store more: free some space and start again, or set WEIR_HOME to another disk.',
  ENAMETOOLONG: 'A path is too long: set WEIR_HOME to a shorter one.',
  EPERM: 'A file may not be written or run by this user: set WEIR_HOME to a folder of your own.',
  EACCES: 'A file may not be written or run by this user: set WEIR_HOME to a folder of your own.',
};

/** An error that has a plain sentence, as a Fault; anything else as it is. */
export function toFault(error: unknown): unknown {
  const { code, message = '', path } = error as NodeJS.ErrnoException;
  const known = SYSTEM_FAULTS[code ?? (/No space left/i.test(message) ? 'ENOSPC' : '')];
  return known ? new Fault(path ? `${known} (${path})` : known, { cause: error }) : error;
}
