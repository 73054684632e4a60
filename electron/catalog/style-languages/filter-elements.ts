const expressions = listed(
  'PropertyName Literal Function Add Sub Mul Div',
  // Functions of Symbology Encoding 1.1.
  'Categorize Interpolate Recode FormatNumber FormatDate Substring Concatenate ChangeCase Trim StringPosition StringLength',
)

const comparisons = listed(
  'PropertyIsEqualTo PropertyIsNotEqualTo PropertyIsLessThan PropertyIsLessThanOrEqualTo PropertyIsGreaterThan',
  'PropertyIsGreaterThanOrEqualTo PropertyIsLike PropertyIsNull PropertyIsNil PropertyIsBetween',
)

const predicates = [
  ...comparisons,
  ...listed(
    'And Or Not FeatureId GmlObjectId',
    'BBOX Equals Disjoint Intersects Intersect Touches Crosses Within Contains Overlaps Beyond DWithin',
    'After AnyInteracts Before Begins BegunBy During EndedBy Ends Meets MetBy OverlappedBy TContains TEquals TOverlaps',
  ),
]

/** Elements of SLD whose content is a value that may be computed. */
const computed = listed(
  'CssParameter SvgParameter Label Size Opacity Rotation Radius PerpendicularOffset Priority Geometry WellKnownName',
  'AnchorPointX AnchorPointY DisplacementX DisplacementY InitialGap Gap VendorOption SourceChannelName Transformation',
)

/**
 * What OGC's filters and expressions (Filter Encoding 1.0 and 1.1, Symbology Encoding 1.1) have inside which element, as
 * far as it is nothing but names: of geometries and of what functions of 1.1 take nothing is said.
 */
export const filterElements: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...['Filter', 'And', 'Or', 'Not'].map((name) => [name, new Set(predicates)] as const),
  ...[
    ...computed,
    ...comparisons,
    'Function',
    'Add',
    'Sub',
    'Mul',
    'Div',
    'LowerBoundary',
    'UpperBoundary',
  ].map((name) => [name, new Set(expressions)] as const),
  ['PropertyIsBetween', new Set([...expressions, 'LowerBoundary', 'UpperBoundary'])],
])

function listed(...texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(' '))
}
