import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import type { AuditEntry, AuditLog } from '../../../access/audit-log.js';
import type { GraphqlContext } from '../context.js';
import { type Arguments, recordOf } from '../given.js';
import { redacted } from './redacted.js';

/** The same schema, each of whose mutations is kept in the audit log with what came of it: those to come too, for nobody has to think of it. */
export function audited(schema: GraphQLSchema, audit: AuditLog): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    if (field.resolve) field.resolve = keeping(field.name, field.resolve, audit);
  }
  return schema;
}

function keeping(
  action: string,
  resolve: GraphQLFieldResolver<unknown, GraphqlContext>,
  audit: AuditLog,
): GraphQLFieldResolver<unknown, GraphqlContext> {
  return async (source, args: Arguments, context, info) => {
    const keep = (outcome: AuditEntry['outcome'], refusals?: unknown): Promise<void> => {
      const detail = { ...(redacted(args) as object), ...(refusals !== undefined && { refusals }) };
      const { caller, address } = context;
      return audit.write({ caller, address, action, subject: subjectOf(args), outcome, detail });
    };
    try {
      const result: unknown = await resolve(source, args, context, info);
      const { refusals } = recordOf(result);
      const isRefused = Array.isArray(refusals) && refusals.length > 0;
      await keep(isRefused ? 'failed' : 'ok', isRefused ? refusals : undefined);
      return result;
    } catch (error) {
      await keep('failed', error instanceof Error ? error.message : undefined);
      throw error;
    }
  };
}

/** What it is done to, by the name or the id that is given. */
function subjectOf(args: Arguments): string | null {
  const form = recordOf(args['input'] ?? args['rule']);
  const subject = args['id'] ?? args['interface'] ?? args['name'] ?? form['name'] ?? form['id'] ?? form['hostId'];
  if (typeof subject === 'string') return subject;
  return Array.isArray(args['ids']) ? args['ids'].join(', ') : null;
}
