//! Horizontal bars in panels side by side, readable on a light and on a dark page.

use plotters::coord::Shift;
use plotters::coord::combinators::LogCoord;
use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// What is drawn beside each other.
#[derive(Debug)]
pub struct Panel {
    pub title: String,
    pub unit: Unit,
    pub groups: Vec<Group>,
}

/// Bars under one heading.
#[derive(Debug)]
pub struct Group {
    pub name: String,
    pub bars: Vec<Bar>,
}

/// An amount, or why there is none.
#[derive(Debug)]
pub struct Bar {
    pub label: String,
    pub ours: bool,
    pub amount: Result<f64, String>,
}

/// What amounts are of.
#[derive(Debug, Clone, Copy)]
pub enum Unit {
    Seconds,
    Megabytes,
}

/// Between black and white, so that it stands out against both.
const INK: RGBColor = RGBColor(118, 126, 137);
const OURS: RGBColor = RGBColor(47, 129, 247);
const OTHERS: RGBColor = RGBColor(139, 148, 158);

const WIDTH: u32 = 880;
/// Left of the bars of the first panel.
const LABELS: i32 = 190;
/// Right of the longest bar of each panel, for its amount.
const AMOUNTS: i32 = 80;
const ROW: i32 = 20;
const TOP: i32 = 56;
const TEXT: i32 = 13;

/// Above this ratio of the largest amount to the smallest, bars stand for logarithms.
const LOGARITHMIC: f64 = 20.0;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// A picture of the panels, which have the same bars, with a note below.
pub fn svg(title: &str, panels: &[Panel], note: &str) -> Result<String, String> {
    let rows = panels.iter().map(|panel| rows(panel).len()).max().unwrap_or_default();
    let height = TOP + ROW * pixels(rows) + 3 * ROW;
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, (WIDTH, height.unsigned_abs())).into_drawing_area();
        drawn(&root, title, panels)
            .and_then(|()| write(&root, note, (0, height - ROW), HPos::Left, &font(TEXT - 2)))
            .and_then(|()| root.present())
            .map_err(|error| error.to_string())?;
    }
    Ok(text)
}

fn drawn(root: &Area<'_>, title: &str, panels: &[Panel]) -> Drawn {
    write(root, title, (0, 4), HPos::Left, &font(TEXT + 3).style(FontStyle::Bold))?;
    if let Some(panel) = panels.first() {
        labels(root, panel)?;
    }
    let width = (pixels(WIDTH as usize) - LABELS) / pixels(panels.len().max(1));
    let mut left = LABELS;
    for panel in panels {
        draw(root, panel, left, left + width - AMOUNTS)?;
        left += width;
    }
    Ok(())
}

/// What the bars are of, left of those of the first panel.
fn labels(root: &Area<'_>, panel: &Panel) -> Drawn {
    let mut top = TOP;
    for row in rows(panel) {
        match row {
            Row::Heading(name) => write(root, name, (0, top), HPos::Left, &font(TEXT).style(FontStyle::Bold))?,
            Row::Bar(bar) => {
                let style = if bar.ours { FontStyle::Bold } else { FontStyle::Normal };
                write(root, &bar.label, (LABELS - 8, top), HPos::Right, &font(TEXT).style(style))?;
            }
        }
        top += ROW;
    }
    Ok(())
}

/// A panel between two edges.
fn draw(root: &Area<'_>, panel: &Panel, left: i32, right: i32) -> Drawn {
    let scale = Scale::of(panel);
    write(root, &format!("{}{}", panel.title, scale.name()), (left, TOP - ROW), HPos::Left, &font(TEXT))?;
    let rows = rows(panel);
    let bottom = TOP + ROW * pixels(rows.len());
    for tick in scale.ticks() {
        let x = scale.place(tick, left, right);
        root.draw(&PathElement::new([(x, TOP), (x, bottom)], INK.mix(0.3)))?;
        write(root, &panel.unit.short(tick), (x, bottom + 4), HPos::Center, &font(TEXT - 2))?;
    }
    let mut top = TOP;
    for row in rows {
        match row {
            Row::Bar(Bar { amount: Ok(amount), ours, .. }) => {
                let end = scale.place(*amount, left, right).max(left + 1);
                let color = if *ours { OURS } else { OTHERS };
                root.draw(&Rectangle::new([(left, top + 2), (end, top + ROW - 2)], color.filled()))?;
                write(root, &panel.unit.text(*amount), (end + 5, top), HPos::Left, &font(TEXT))?;
            }
            Row::Bar(Bar { amount: Err(why), .. }) => {
                write(root, why, (left + 5, top), HPos::Left, &font(TEXT).style(FontStyle::Italic))?;
            }
            Row::Heading(_) => {}
        }
        top += ROW;
    }
    Ok(())
}

#[derive(Debug)]
enum Row<'a> {
    Heading(&'a str),
    Bar(&'a Bar),
}

fn rows(panel: &Panel) -> Vec<Row<'_>> {
    let rows = panel.groups.iter();
    rows.flat_map(|group| std::iter::once(Row::Heading(&group.name)).chain(group.bars.iter().map(Row::Bar))).collect()
}

/// From amounts to places.
enum Scale {
    Linear(RangedCoordf64),
    Logarithmic(LogCoord<f64>),
}

impl Scale {
    fn of(panel: &Panel) -> Self {
        let bars = panel.groups.iter().flat_map(|group| &group.bars);
        let amounts: Vec<f64> = bars.filter_map(|bar| bar.amount.as_ref().ok().copied()).collect();
        let largest = amounts.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let least = amounts.iter().copied().fold(largest, f64::min).max(largest / 1e6);
        if largest / least > LOGARITHMIC {
            Self::Logarithmic((least / 2.0..largest).log_scale().into())
        } else {
            Self::Linear((0.0..largest).into())
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Linear(_) => "",
            Self::Logarithmic(_) => ", logarithmic",
        }
    }

    fn place(&self, amount: f64, left: i32, right: i32) -> i32 {
        match self {
            Self::Linear(scale) => scale.map(&amount, (left, right)),
            Self::Logarithmic(scale) => scale.map(&amount, (left, right)),
        }
    }

    fn ticks(&self) -> Vec<f64> {
        const MOST: usize = 4;
        match self {
            Self::Linear(scale) => scale.key_points(MOST),
            Self::Logarithmic(scale) => scale.key_points(MOST),
        }
    }
}

impl Unit {
    /// An amount with three digits that count.
    fn text(self, amount: f64) -> String {
        let (amount, unit) = self.scaled(amount);
        let digits = if amount < 9.995 { 2 } else { usize::from(amount < 99.95) };
        format!("{amount:.digits$} {unit}")
    }

    /// A round amount.
    fn short(self, amount: f64) -> String {
        let (amount, unit) = self.scaled(amount);
        format!("{amount} {unit}")
    }

    fn scaled(self, amount: f64) -> (f64, &'static str) {
        match self {
            Self::Seconds => (amount, "s"),
            Self::Megabytes if amount >= 1000.0 => (amount / 1000.0, "GB"),
            Self::Megabytes => (amount, "MB"),
        }
    }
}

fn font(size: i32) -> FontDesc<'static> {
    ("sans-serif", size).into_font()
}

/// Writes below a place.
fn write(root: &Area<'_>, text: &str, place: (i32, i32), position: HPos, font: &FontDesc<'_>) -> Drawn {
    let style = font.color(&INK).pos(Pos::new(position, VPos::Top));
    root.draw_text(text, &style, (place.0, place.1 + 3))
}

fn pixels(count: usize) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(amounts: [Result<f64, String>; 2]) -> String {
        let bars = amounts.into_iter().map(|amount| Bar { label: "somebody".to_owned(), ours: false, amount });
        let groups = vec![Group { name: "api".to_owned(), bars: bars.collect() }];
        svg("title", &[Panel { title: "memory".to_owned(), unit: Unit::Megabytes, groups }], "note").unwrap()
    }

    #[test]
    fn amounts_and_what_is_in_their_place_are_written() {
        let picture = picture([Ok(2345.0), Err("over 14 GB".to_owned())]);
        for text in ["title", "api", "somebody", "2.35 GB", "over 14 GB", "note"] {
            assert!(picture.contains(&format!("\n{text}\n")), "{text}: {picture}");
        }
    }

    #[test]
    fn large_ratios_make_a_logarithmic_scale() {
        assert!(!picture([Ok(10.0), Ok(150.0)]).contains("logarithmic"));
        assert!(picture([Ok(10.0), Ok(250.0)]).contains("logarithmic"));
    }
}
