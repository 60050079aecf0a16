//! Whether a picture from a file is one as we write them: pages take pictures as they are, so nothing else may pass.

use roxmltree::{Document, Node};

const SVG: &str = "http://www.w3.org/2000/svg";
/// Elements that our pictures consist of.
const ELEMENTS: [&str; 11] =
    ["svg", "title", "g", "rect", "circle", "ellipse", "line", "path", "polygon", "polyline", "text"];
/// Attributes that our pictures have. None of them can run, fetch or style anything.
const ATTRIBUTES: [&str; 41] = [
    "aria-hidden",
    "aria-label",
    "cx",
    "cy",
    "d",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "letter-spacing",
    "opacity",
    "points",
    "preserveAspectRatio",
    "r",
    "role",
    "rx",
    "ry",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];
/// Entities that our escaping writes.
const ENTITIES: [&str; 5] = ["amp;", "lt;", "gt;", "quot;", "#39;"];
/// Deepest nesting, so that no reader of pictures runs out of stack.
const DEEPEST: usize = 32;

/// Checks that `svg` is well-formed and has nothing but shapes and text in it.
///
/// # Errors
/// What else it has, as the rest of a sentence about the picture.
pub(super) fn check_picture(svg: &str) -> Result<(), String> {
    // A page reads these in another way than XML does.
    if svg.contains("<!") || svg.contains("<?") {
        return Err("holds a comment, a declaration or an instruction".to_owned());
    }
    if svg.split('&').skip(1).any(|after| !ENTITIES.iter().any(|entity| after.starts_with(entity))) {
        return Err("holds an entity that reports do not use".to_owned());
    }
    let is_prefixed = |tag: &str| tag.split([' ', '\n', '/', '>']).find(|part| !part.is_empty()).is_some_and(has_colon);
    if svg.split('<').skip(1).any(is_prefixed) {
        return Err("holds an element with a prefix".to_owned());
    }
    let document = Document::parse(svg).map_err(|error| format!("cannot be read: {error}"))?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err("does not begin with <svg>".to_owned());
    }
    document.descendants().try_for_each(check_node)
}

fn has_colon(name: &str) -> bool {
    name.contains(':')
}

fn check_node(node: Node<'_, '_>) -> Result<(), String> {
    if node.is_text() {
        let is_of_text = node.parent().is_some_and(|parent| matches!(parent.tag_name().name(), "text" | "title"));
        let is_blank = node.text().unwrap_or_default().trim().is_empty();
        return if is_of_text || is_blank { Ok(()) } else { Err("holds text outside of <text>".to_owned()) };
    }
    if !node.is_element() {
        return Ok(());
    }
    let name = node.tag_name();
    if name.namespace() != Some(SVG) || !ELEMENTS.contains(&name.name()) {
        return Err(format!("holds <{}>, which reports do not use", name.name()));
    }
    if matches!(name.name(), "text" | "title") && node.children().any(|child| child.is_element()) {
        return Err(format!("holds an element within <{}>", name.name()));
    }
    if node.ancestors().take(DEEPEST + 2).count() > DEEPEST + 1 {
        return Err(format!("is nested more than {DEEPEST} deep"));
    }
    for attribute in node.attributes() {
        let is_known = attribute.namespace().is_none() && ATTRIBUTES.contains(&attribute.name());
        // Paints can be fetched from elsewhere by functions of style sheets, which need a bracket.
        let may_call = matches!(attribute.name(), "transform" | "aria-label");
        let calls = attribute.value().contains(['(', '\\']);
        if !is_known || (calls && !may_call) {
            return Err(format!("holds {}=\"…\" in <{}>, which reports do not use", attribute.name(), name.name()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests_content::report_with_sensitivity;
    use super::*;

    #[test]
    fn our_own_pictures_pass() {
        let report = report_with_sensitivity();
        let keys: Vec<_> = report.figures().map(|figure| figure.key.as_str()).collect();
        assert_eq!(keys, ["drawing", "trade_off", "trade_off_2", "tornado"]);
        for figure in report.figures() {
            assert_eq!(check_picture(&figure.svg), Ok(()), "{}", figure.key);
        }
    }

    fn check_refused(body: &str, part: &str) {
        let svg = format!("<svg xmlns=\"{SVG}\" width=\"9\" height=\"9\">{body}</svg>");
        let problem = check_picture(&svg).expect_err(body);
        assert!(problem.contains(part), "{body}: {problem}");
    }

    #[test]
    fn nothing_that_runs_or_fetches_passes() {
        check_refused("<script>alert(1)</script>", "<script>");
        check_refused("<rect onclick=\"alert(1)\"/>", "onclick");
        check_refused("<a href=\"javascript:alert(1)\"><text>x</text></a>", "<a>");
        check_refused("<image width=\"1\"/>", "<image>");
        check_refused("<style>* { fill: red }</style>", "<style>");
        check_refused("<rect style=\"fill:red\"/>", "style");
        check_refused("<rect fill=\"url(http://example.com/#a)\"/>", "fill");
        check_refused("<rect fill=\"u\\72l\"/>", "fill");
        check_refused("<foreignObject/>", "<foreignObject>");
        check_refused("<title><![CDATA[<script>alert(1)</script>]]></title>", "declaration");
        check_refused("<!-- a --><rect/>", "comment");
        check_refused("<text>&#x202e;abc</text>", "entity");
        check_refused("<s:rect xmlns:s=\"http://www.w3.org/2000/svg\"/>", "prefix");
        check_refused("<title><g/></title>", "within <title>");
        check_refused("loose", "outside of <text>");
        check_refused("<rect>", "cannot be read");
        check_refused(&format!("{}{}", "<g>".repeat(40), "</g>".repeat(40)), "32 deep");
        assert!(check_picture("<html/>").is_err());
        assert!(check_picture("<svg width=\"9\"/>").is_err(), "without the name space of SVG");
    }
}
