import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { type AccessRole, type Caller, hasRole } from '../../../access/caller.js';
import { isOfTheFleet } from '../scope/of-the-fleet.js';

/** The code of what somebody may not. */
export const FORBIDDEN = 'FORBIDDEN';

/** What everybody may who is signed in: it is of nobody but themselves, and of a token's owner nothing but the token, which each of these looks at. */
const OF_ONESELF = [
  ...['changePassword', 'createToken', 'revokeToken', 'endSession'],
  // What they see already, as files.
  ...['startReport', 'startExport', 'cancelJob'],
];
/** What is done while one is on duty. */
const OF_OPERATORS = [
  ...['acknowledgeAlerts', 'silence', 'endSilence', 'saveMaintenanceWindow', 'deleteMaintenanceWindow'],
  ...['saveQuota', 'deleteQuota'],
  ...['annotate', 'deleteAnnotation', 'setHostLabels', 'setLinkSpeed', 'patternFeedback'],
  ...['saveReport', 'deleteReport', 'runReport'],
];
/** What only admins read: who there is, and what was done. */
const ADMIN_QUERIES = ['users', 'audit', 'joinTokens', 'enrolments'];

/** The role that a field at the root needs. A mutation that is not named here is for admins. */
export function neededRole(operation: OperationDefinitionNode['operation'], field: string): AccessRole {
  if (operation !== 'mutation') return ADMIN_QUERIES.includes(field) ? 'admin' : 'viewer';
  if (OF_ONESELF.includes(field)) return 'viewer';
  return OF_OPERATORS.includes(field) ? 'operator' : 'admin';
}

/** Why somebody may not have an operation run, none of it; null = they may. */
export function refusalOfRole(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  caller: Caller,
): GraphQLError | null {
  const kind = operation.operation;
  const fields = rootFields(document, operation);
  const ofTheFleet = caller.scope ? fields.find(isOfTheFleet) : undefined;
  if (ofTheFleet !== undefined) {
    const message = `${ofTheFleet} is of the whole fleet, and ${caller.name} sees some hosts alone`;
    return forbidden(message);
  }
  const denied = fields.find((field) => !hasRole(caller, neededRole(kind, field)));
  return denied === undefined ? null : needsRole(denied, neededRole(kind, denied), caller);
}

/** The error of what needs a role that the caller does not have. */
export function needsRole(what: string, needed: AccessRole, caller: Caller): GraphQLError {
  return forbidden(`${what} needs the role ${needed}; ${caller.name} is ${caller.role}`, { needed });
}

function forbidden(message: string, more: { readonly needed?: AccessRole } = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code: FORBIDDEN, ...more, http: { status: 403 } } });
}

/** The fields at the root of an operation, those of its fragments too. */
export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const fragments = new Map(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
  const seen = new Set<string>();
  const fieldsOf = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      if (!fragment || seen.has(fragment.name.value)) return [];
      seen.add(fragment.name.value);
      return fieldsOf(fragment.selectionSet);
    });
  return fieldsOf(operation.selectionSet);
}
