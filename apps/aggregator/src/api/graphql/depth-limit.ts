import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from 'graphql';

/** The dashboard's deepest operation has 5 levels; interfaces of containers of interfaces … must end somewhere. */
export const MAX_DEPTH = 10;

/** Validation rule: refuses operations that nest deeper than MAX_DEPTH. Introspection is left alone. */
export function depthLimit(context: ValidationContext): ASTVisitor {
  const measured = new Map<string, number>();
  return {
    OperationDefinition(node) {
      if (depthOf(node.selectionSet, context, measured) <= MAX_DEPTH) return;
      const message = `The operation nests deeper than ${MAX_DEPTH} levels: ask for less at once`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

function depthOf(set: SelectionSetNode, context: ValidationContext, measured: Map<string, number>): number {
  return Math.max(
    0,
    ...set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) {
        if (!selection.selectionSet || selection.name.value.startsWith('__')) return 1;
        return 1 + depthOf(selection.selectionSet, context, measured);
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet, context, measured);
      return depthOfFragment(selection.name.value, context, measured);
    }),
  );
}

/** Each is looked into once: fragments that spread others twice would else take twice as long with each further one. */
function depthOfFragment(name: string, context: ValidationContext, measured: Map<string, number>): number {
  const known = measured.get(name);
  if (known !== undefined) return known;
  // Fragments that spread themselves are another rule's business; here they must only not loop.
  measured.set(name, 0);
  const fragment = context.getFragment(name);
  const depth = fragment ? depthOf(fragment.selectionSet, context, measured) : 0;
  measured.set(name, depth);
  return depth;
}
