//! The tree of a tagged document: what is a heading, a list, a cell, in the order in which it is read aloud.

use ccm::basics::Tongue;

#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    Root,
    Heading { level: u8, title: String },
    Paragraph,
    List { has_bullets: bool },
    Point,
    Label,
    Body,
    Table,
    Head,
    Rows,
    Row,
    HeadCell,
    Cell,
    Link,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Child {
    Node(usize),
    /// Text on a page, by its number.
    Slot(usize),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub kind: NodeKind,
    /// `None`: its parent's.
    pub tongue: Option<Tongue>,
    pub children: Vec<Child>,
}

/// Nodes by their place; the first one is the root.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    pub nodes: Vec<Node>,
    pub slots: usize,
}

impl Tree {
    pub const ROOT: usize = 0;

    pub fn new() -> Self {
        Self { nodes: vec![Node { kind: NodeKind::Root, tongue: None, children: Vec::new() }], slots: 0 }
    }

    pub fn node(&mut self, parent: usize, kind: NodeKind, tongue: Option<Tongue>) -> usize {
        let id = self.nodes.len();
        self.nodes.push(Node { kind, tongue, children: Vec::new() });
        self.nodes[parent].children.push(Child::Node(id));
        id
    }

    pub fn slot(&mut self, node: usize) -> usize {
        self.nodes[node].children.push(Child::Slot(self.slots));
        self.slots += 1;
        self.slots - 1
    }

    /// Without nodes that nothing hangs on: but for a cell, which keeps its place in the row.
    pub fn prune(&mut self) {
        for id in (0..self.nodes.len()).rev() {
            let kept = std::mem::take(&mut self.nodes[id].children);
            self.nodes[id].children = kept
                .into_iter()
                .filter(|child| match child {
                    Child::Slot(_) => true,
                    Child::Node(node) => {
                        let node = &self.nodes[*node];
                        !node.children.is_empty() || matches!(node.kind, NodeKind::Cell | NodeKind::HeadCell)
                    }
                })
                .collect();
        }
    }
}
