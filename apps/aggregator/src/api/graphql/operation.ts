import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { refusalOfRole } from './access/needed-role.js';
import type { GraphqlContext } from './context.js';
import { type Cost, Pricing, TooManyFields } from './cost.js';
import { MAX_COST, MAX_TOKENS, RULES } from './limits.js';

/** What a client sends to start an operation over a WebSocket. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/** What can be executed, or why it cannot. Only subscriptions run over a WebSocket; the rest belongs to HTTP with its statuses. */
export function prepareSubscription(
  schema: GraphQLSchema,
  request: OperationRequest,
  contextValue: Pick<GraphqlContext, 'caller'>,
): ExecutionArgs | readonly GraphQLError[] {
  const document = parsed(request.query);
  if (document instanceof GraphQLError) return [coded(document, 'GRAPHQL_PARSE_FAILED')];
  const errors = validate(schema, document, [...specifiedRules, ...RULES]);
  if (errors.length > 0) return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
  const { operationName, variables: variableValues } = request;
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== 'subscription') {
    const message = 'Only subscriptions run over a WebSocket: send queries by HTTP POST';
    return [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })];
  }
  const refusal =
    refusalOfRole(document, operation, contextValue.caller) ??
    refusalOfCost(schema, document, operation, variableValues);
  if (refusal) return [refusal];
  return {
    schema,
    document,
    contextValue,
    operationName: operationName ?? null,
    variableValues: variableValues ?? null,
  };
}

/** Why an operation that is valid is not run, for what it would cost with these variables; null = it is. */
export function refusalOfCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): GraphQLError | null {
  const cost = costOf(schema, document, operation, variables);
  if (cost instanceof TooManyFields) return tooExpensive(`The operation ${cost.message}: send several operations`, {});
  if (cost === null || cost.total <= MAX_COST) return null;
  const { total, dearest } = cost;
  const message =
    `The operation costs ${total}, and may cost ${MAX_COST}; most of it is for ${dearest}: ask for a shorter range ` +
    'or coarser steps (points), name interfaces or hosts, lower first, or send several operations';
  return tooExpensive(message, { cost: total, limit: MAX_COST, field: dearest });
}

/** The cost; null where the variables do not fit the operation, which its execution tells. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Cost | TooManyFields | null {
  const root = schema.getRootType(operation.operation);
  const values = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (!root || !values.coerced) return null;
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  const named = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  try {
    return new Pricing(schema, named, values.coerced).of(root, operation.selectionSet);
  } catch (error) {
    if (error instanceof TooManyFields) return error;
    // An argument that does not fit: its execution tells too.
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

function tooExpensive(message: string, more: Readonly<Record<string, unknown>>): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'TOO_EXPENSIVE', ...more, http: { status: 400 } } });
}

function coded(error: GraphQLError, code: string): GraphQLError {
  error.extensions['code'] ??= code;
  return error;
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
