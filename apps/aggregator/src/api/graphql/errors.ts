import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { Logger } from '@nestjs/common';
import { type Decoded, describeRefusal, type Refusal } from '@weir/model';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { setbackOf } from '../unavailable.js';
import { UNEXPECTED } from '../unexpected.js';

const log = new Logger('GraphQL');
const INTERNAL = 'INTERNAL_SERVER_ERROR';

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

/**
 * Errors meant for the client pass. Setbacks (the database is away, it takes too long) are told, and not logged for each
 * question. What is unexpected is logged once, under an id, and the client is told nothing else of our insides.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const error = unwrapResolverError(thrown);
  const isMeant = error instanceof GraphQLError && formatted.extensions?.['code'] !== INTERNAL;
  if (isMeant) return formatted;
  const setback = setbackOf(error);
  if (setback) return told(formatted, setback.message, { code: setback.code });
  const errorId = randomUUID();
  const what = formatted.path?.join('.') ?? 'operation';
  log.error(`${what} failed (error ${errorId})`, error instanceof Error ? error.stack : String(error));
  return told(formatted, UNEXPECTED, { code: INTERNAL, errorId });
}

/** The same for errors that Apollo has not seen, of subscriptions: those of GraphQL itself are of variables that do not fit. */
export function formatSocketError(error: GraphQLError): GraphQLFormattedError {
  const json = error.toJSON();
  const isOurs = error.originalError === undefined || error.originalError instanceof GraphQLError;
  const code = isOurs ? 'BAD_USER_INPUT' : INTERNAL;
  return formatError({ ...json, extensions: { code, ...json.extensions } }, error);
}

function told(
  { path, locations }: GraphQLFormattedError,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLFormattedError {
  return { message, ...(path && { path }), ...(locations && { locations }), extensions: { ...extensions } };
}
