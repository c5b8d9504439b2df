import { unwrapResolverError } from '@apollo/server/errors';
import { Logger } from '@nestjs/common';
import { type Decoded, describeRefusal, type Refusal } from '@weir/model';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { DATABASE_AWAY, isDatabaseAway, notNow } from '../unavailable.js';

const log = new Logger('GraphQL');

/** The error of a bad request: names the field in its text and in `extensions.field`. */
export function badUserInput(refusal: Refusal): GraphQLError {
  return new GraphQLError(describeRefusal(refusal), {
    extensions: { code: 'BAD_USER_INPUT', field: refusal.field },
  });
}

/** Throws the error of a bad request, if it is one. */
export function refuseIf(refusal: Refusal | null): void {
  if (refusal) throw badUserInput(refusal);
}

/** The value, or throws the error of a bad request. */
export function accepted<T>(decoded: Decoded<T>): T {
  if (!decoded.ok) throw badUserInput(decoded.refusal);
  return decoded.value;
}

/** The error of a request that can be answered later; `reason` = a clause that says what is in the way. */
export function unavailable(reason: string): GraphQLError {
  return new GraphQLError(notNow(reason), { extensions: { code: 'UNAVAILABLE' } });
}

/**
 * Errors meant for the client pass. That the database is away is told, and logged by who tries to reach it; what is
 * unexpected is logged once, and the client is not told our insides.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const error = unwrapResolverError(thrown);
  if (error instanceof GraphQLError) return formatted;
  if (isDatabaseAway(error)) return told(formatted, notNow(DATABASE_AWAY), 'UNAVAILABLE');
  log.error(`${formatted.path?.join('.') ?? 'operation'} failed`, error instanceof Error ? error.stack : String(error));
  return told(formatted, 'The server could not answer; its log says why', 'INTERNAL_SERVER_ERROR');
}

function told({ path, locations }: GraphQLFormattedError, message: string, code: string): GraphQLFormattedError {
  return { message, ...(path && { path }), ...(locations && { locations }), extensions: { code } };
}
