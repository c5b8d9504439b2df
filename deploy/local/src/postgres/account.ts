import { execFileSync } from 'node:child_process';
import { findAccount, isRoot, type Account } from '../process/account.js';

/** The user PostgreSQL refuses to be without when root starts it; made when the system has none. */
export function postgresAccount(): Account | undefined {
  if (!isRoot()) return undefined;
  const account = findAccount('postgres') ?? createAccount('postgres');
  if (!account) throw new Error('PostgreSQL cannot run as root and the system user "postgres" could not be made.');
  return account;
}

function createAccount(name: string): Account | undefined {
  execFileSync('groupadd', ['--system', name], { stdio: 'ignore' });
  execFileSync('useradd', ['--system', '--gid', name, '--no-create-home', '--home-dir', '/nonexistent', name], {
    stdio: 'ignore',
  });
  return findAccount(name);
}
