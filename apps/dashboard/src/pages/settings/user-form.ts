import type { Role } from '../../api/index.js';
import type { User, UserChange, UserInput } from '../../api/operations/access.js';
import { scopeOf, scopeText } from './scope.js';

/** What is typed of a user. */
export interface UserForm {
  /** Null = a new one. */
  readonly id: string | null;
  readonly name: string;
  readonly role: Role;
  readonly hosts: string;
  readonly isOn: boolean;
  /** Empty = as it was. */
  readonly password: string;
  /** Whether there is a password to be set: not where others vouch for who it is, and one's own takes the one of now. */
  readonly hasPassword: boolean;
}

export const NEW_USER: UserForm = {
  ...{ id: null, name: '', role: 'VIEWER', hosts: '', isOn: true, password: '', hasPassword: true },
};

/** A form to change a user with; `myId` = that of who does. */
export function userFormOf({ id, name, role, scope, isDisabled, signsInBy }: User, myId: string | null): UserForm {
  const rest = { isOn: !isDisabled, password: '', hasPassword: signsInBy === 'PASSWORD' && id !== myId };
  return { id, name, role, hosts: scopeText(scope), ...rest };
}

/** The user that a form makes. */
export function newUserOf(form: UserForm): UserInput {
  return { name: form.name.trim(), password: form.password, role: form.role, scope: scopeOf(hostsOf(form)) };
}

/** Admins see all hosts, whatever was typed before that was chosen. */
function hostsOf({ role, hosts }: UserForm): string {
  return role === 'ADMIN' ? '' : hosts;
}

/** What a form changes of the user that it began with: what stays is not told. */
export function changeOf(form: UserForm, was: User): UserChange {
  const before = userFormOf(was, null);
  return {
    ...(form.role !== before.role && { role: form.role }),
    ...(hostsOf(form) !== before.hosts && { scope: scopeOf(hostsOf(form)) }),
    ...(form.isOn !== before.isOn && { isDisabled: !form.isOn }),
    ...(form.password !== '' && { password: form.password }),
  };
}
