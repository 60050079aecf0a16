//! What the pieces of a page are, for those who listen to a document or let a program read it.

use krilla::tagging::{Identifier, Node, TagGroup, TagKind, TagTree};

/// The elements of a document in reading order, each inside another or at the top.
#[derive(Default)]
pub(super) struct Structure {
    elements: Vec<(TagKind, Option<usize>)>,
}

impl Structure {
    /// Adds an element and gives back its number.
    pub(super) fn add(&mut self, parent: Option<usize>, tag: impl Into<TagKind>) -> usize {
        self.elements.push((tag.into(), parent));
        self.elements.len() - 1
    }

    /// How many elements there are.
    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    /// The elements around what was drawn for them; `drawn` has a list for each element.
    pub(super) fn tree(&self, drawn: &[Vec<Identifier>]) -> TagTree {
        let mut children = vec![Vec::new(); self.elements.len()];
        let mut roots = Vec::new();
        for (number, (_, parent)) in self.elements.iter().enumerate() {
            match parent {
                Some(parent) => children[*parent].push(number),
                None => roots.push(number),
            }
        }
        let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
        for root in roots {
            tree.push(self.group(root, &children, drawn));
        }
        tree
    }

    fn group(&self, number: usize, children: &[Vec<usize>], drawn: &[Vec<Identifier>]) -> TagGroup {
        let mut group = TagGroup::new(self.elements[number].0.clone());
        group.children.extend(drawn[number].iter().map(|identifier| Node::from(*identifier)));
        group.children.extend(children[number].iter().map(|child| Node::from(self.group(*child, children, drawn))));
        group
    }
}
