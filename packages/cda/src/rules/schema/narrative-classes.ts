/**
 * The narrative block of a section. Notation: content-model.ts.
 */
export const NARRATIVE_CLASSES: string = `
Doc.Text mixed ; ($words | $blocks)* ; ID:ID $style mediaType=text/plain
Doc.Content mixed ; ($words)* ; ID:ID $style revised
Doc.LinkHtml mixed ; (footnote:Doc.Footnote | footnoteRef:Doc.FootnoteRef)* ; name href rel rev title ID:ID $style
Doc.Footnote mixed ; (content:Doc.Content | linkHtml:Doc.LinkHtml | sub:Doc.Sub | sup:Doc.Sup | br:Doc.Br |
  renderMultiMedia:Doc.RenderMultiMedia | $blocks)* ; ID:ID $style
Doc.Sub mixed ; ;
Doc.Sup mixed ; ;
Doc.Br ; ;
Doc.RenderMultiMedia ; caption?:Doc.Caption ; referencedObject! ID:ID $style
Doc.Caption mixed ; (linkHtml:Doc.LinkHtml | sub:Doc.Sub | sup:Doc.Sup | footnote:Doc.Footnote | footnoteRef:Doc.FootnoteRef)* ; ID:ID
  $style
Doc.FootnoteRef ; ; ID:ID $style IDREF!
Doc.Paragraph mixed ; caption?:Doc.Caption ($words)* ; ID:ID $style
Doc.List ; caption?:Doc.Caption item+:Doc.Item ; ID:ID $style listType
Doc.Item mixed ; caption?:Doc.Caption ($words | $blocks)* ; ID:ID $style
Doc.Table ; caption?:Doc.Caption (col*:Doc.Col | colgroup*:Doc.Colgroup) thead?:Doc.Thead tfoot?:Doc.Tfoot tbody+:Doc.Tbody ; ID:ID $style
  summary width border frame rules cellspacing cellpadding
Doc.Col ; ; ID:ID $style span width $align
Doc.Colgroup ; (col:Doc.Col)* ; ID:ID $style span width $align
Doc.Thead ; (tr:Doc.Tr)+ ; ID:ID $style $align
Doc.Tr ; (th:Doc.Th | td:Doc.Td)+ ; ID:ID $style $align
Doc.Th mixed ; ($words)* ; ID:ID $style abbr axis headers scope rowspan colspan $align
Doc.Td mixed ; ($words | paragraph:Doc.Paragraph | list:Doc.List)* ; ID:ID $style abbr axis headers scope rowspan colspan $align
Doc.Tfoot ; (tr:Doc.Tr)+ ; ID:ID $style $align
Doc.Tbody ; (tr:Doc.Tr)+ ; ID:ID $style $align
`;
