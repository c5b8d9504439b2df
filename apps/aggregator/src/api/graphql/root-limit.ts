import { type ASTVisitor, GraphQLError, Kind, type SelectionSetNode, type ValidationContext } from 'graphql';

/** The dashboard asks for one at a time; each is at least one read of the database, whatever its alias. */
export const MAX_ROOT_FIELDS = 50;

/** Validation rule: refuses operations that ask for more than MAX_ROOT_FIELDS fields at their root, aliases counted. */
export function rootLimit(context: ValidationContext): ASTVisitor {
  const counted = new Map<string, number>();
  return {
    OperationDefinition(node) {
      if (fieldsOf(node.selectionSet, context, counted) <= MAX_ROOT_FIELDS) return;
      const message = `The operation asks for more than ${MAX_ROOT_FIELDS} fields at its root: send several operations`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

function fieldsOf(set: SelectionSetNode, context: ValidationContext, counted: Map<string, number>): number {
  return set.selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + 1;
    if (selection.kind === Kind.INLINE_FRAGMENT) return sum + fieldsOf(selection.selectionSet, context, counted);
    return sum + fieldsOfFragment(selection.name.value, context, counted);
  }, 0);
}

/** Each is looked into once: fragments that spread others twice would else take twice as long with each further one. */
function fieldsOfFragment(name: string, context: ValidationContext, counted: Map<string, number>): number {
  const known = counted.get(name);
  if (known !== undefined) return known;
  // Fragments that spread themselves are another rule's business; here they must only not loop.
  counted.set(name, 0);
  const fragment = context.getFragment(name);
  const count = fragment ? fieldsOf(fragment.selectionSet, context, counted) : 0;
  counted.set(name, count);
  return count;
}
