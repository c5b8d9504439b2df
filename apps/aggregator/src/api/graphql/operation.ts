import { getOperationAST, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs } from 'graphql';
import { MAX_TOKENS, RULES } from './limits.js';

/** What a client sends to start an operation over a WebSocket. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/** What can be executed, or why it cannot. Only subscriptions run over a WebSocket; the rest belongs to HTTP with its limits. */
export function prepareSubscription(
  schema: GraphQLSchema,
  request: OperationRequest,
  contextValue: unknown,
): ExecutionArgs | readonly GraphQLError[] {
  const document = parsed(request.query);
  if (document instanceof GraphQLError) return [document];
  const errors = validate(schema, document, [...specifiedRules, ...RULES]);
  if (errors.length > 0) return errors;
  if (getOperationAST(document, request.operationName)?.operation !== 'subscription') {
    return [new GraphQLError('Only subscriptions run over a WebSocket: send queries by HTTP POST')];
  }
  const { operationName, variables: variableValues } = request;
  return {
    schema,
    document,
    contextValue,
    operationName: operationName ?? null,
    variableValues: variableValues ?? null,
  };
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
