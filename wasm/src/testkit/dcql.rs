//! Queries over a wallet, to be measured beside other people's.

use hailstone_core::release::{Holding, Index, Query};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

/// A query, and what it is asked of. What it borrows from lives as long as the module, for the sake of the measurement.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Queries {
    query: Query,
    holdings: &'static [Holding<'static>],
    index: Index<'static>,
}

#[wasm_bindgen]
impl Queries {
    /// From JSON with `query` and `credentials`, of each its `vct` and `claims`; nothing where it is another.
    pub fn make(text: &str) -> Option<Queries> {
        let data: &'static Value = Box::leak(Box::new(serde_json::from_str(text).ok()?));
        let mut holdings = Vec::new();
        for one in data.get("credentials")?.as_array()? {
            let types: &'static [&'static str; 1] =
                Box::leak(Box::new([one.get("vct")?.as_str()?]));
            holdings.push(Holding {
                types,
                claims: one.get("claims")?,
                authorities: &[],
                holder_binding: true,
            });
        }
        let holdings: &'static [Holding<'static>] = holdings.leak();
        Some(Self {
            query: Query::parse(data.get("query")?).ok()?,
            holdings,
            index: Index::of(holdings),
        })
    }

    /// How many answer the first credential query, looking at all.
    pub fn scan(&self) -> usize {
        self.query.evaluate(self.holdings).matches(0).len()
    }

    /// The same by the index.
    pub fn indexed(&self) -> usize {
        self.index.evaluate(&self.query).matches(0).len()
    }
}
