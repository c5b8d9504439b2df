import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ASTVisitor,
} from 'graphql';

/** The dashboard's deepest operation has 5 levels; interfaces of containers of interfaces … must end somewhere. */
export const MAX_DEPTH = 10;

/** Validation rule: refuses operations that nest deeper than MAX_DEPTH. Introspection is left alone. */
export function depthLimit(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (depthOf(node.selectionSet, context, new Set()) <= MAX_DEPTH) return;
      const message = `The operation nests deeper than ${MAX_DEPTH} levels: ask for less at once`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

function depthOf(set: SelectionSetNode, context: ValidationContext, open: ReadonlySet<string>): number {
  return Math.max(
    0,
    ...set.selections.map((selection) => {
      if (selection.kind === Kind.FIELD) {
        if (!selection.selectionSet || selection.name.value.startsWith('__')) return 1;
        return 1 + depthOf(selection.selectionSet, context, open);
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet, context, open);
      return depthOfFragment(context.getFragment(selection.name.value), context, open);
    }),
  );
}

/** Fragments that spread themselves are another rule's business; here they must only not loop. */
function depthOfFragment(
  fragment: FragmentDefinitionNode | null | undefined,
  context: ValidationContext,
  open: ReadonlySet<string>,
): number {
  if (!fragment || open.has(fragment.name.value)) return 0;
  return depthOf(fragment.selectionSet, context, new Set([...open, fragment.name.value]));
}
