import { ENROLMENT_PATH, RENEWAL_PATH } from '@weir/model';
import type { OpenPath } from '../../config/choices.js';
import { SIGN_IN_PATH } from '../paths.js';

/**
 * What never needs a sign-in: whether the process runs, what hosts join by, who prove themselves otherwise, and what one signs in by.
 * The dashboard's files are served before anybody asks.
 */
const ALWAYS: readonly string[] = ['/livez', ENROLMENT_PATH, RENEWAL_PATH];

/** Whether a path is answered to whom nobody knows. Everything that is not named here is not. */
export function isOpen(path: string, openPaths: readonly OpenPath[]): boolean {
  return ALWAYS.includes(path) || path.startsWith(`${SIGN_IN_PATH}/`) || openPaths.some((open) => path === `/${open}`);
}
