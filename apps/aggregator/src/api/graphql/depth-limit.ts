import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from 'graphql';
import { fragmentMeasure } from './fragments.js';

/** The dashboard's deepest operation has 5 levels; interfaces of containers of interfaces … must end somewhere. */
export const MAX_DEPTH = 10;

/** Validation rule: refuses operations that nest deeper than MAX_DEPTH. Introspection is left alone. */
export function depthLimit(context: ValidationContext): ASTVisitor {
  const depthOfFragment = fragmentMeasure(context, depthOf);
  function depthOf(set: SelectionSetNode): number {
    return Math.max(
      0,
      ...set.selections.map((selection) => {
        if (selection.kind === Kind.FIELD) {
          if (!selection.selectionSet || selection.name.value.startsWith('__')) return 1;
          return 1 + depthOf(selection.selectionSet);
        }
        if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet);
        return depthOfFragment(selection.name.value);
      }),
    );
  }
  return {
    OperationDefinition(node) {
      if (depthOf(node.selectionSet) <= MAX_DEPTH) return;
      const message = `The operation nests deeper than ${MAX_DEPTH} levels: ask for less at once`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}
