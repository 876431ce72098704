package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// source is a package, by what it declares.
type source struct {
	fset    *token.FileSet
	types   map[string]*ast.TypeSpec
	methods map[string][]*ast.FuncDecl // by the name of their type
	lines   []string
	err     error // of the printer
}

// list returns a line for each exported declaration of the package in a folder, sorted.
func list(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	s := &source{fset: token.NewFileSet(), types: map[string]*ast.TypeSpec{}, methods: map[string][]*ast.FuncDecl{}}
	var decls []ast.Decl
	for _, e := range entries {
		if e.IsDir() || !isSource(e.Name()) {
			continue
		}
		file, err := parser.ParseFile(s.fset, filepath.Join(dir, e.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		decls = append(decls, file.Decls...)
	}
	for _, decl := range decls {
		s.note(decl)
	}
	for _, decl := range decls {
		s.declared(decl)
	}
	slices.Sort(s.lines)
	return slices.Compact(s.lines), s.err
}

// note keeps types and methods, which other declarations refer to.
func (s *source) note(decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil {
			name := base(d.Recv.List[0].Type)
			s.methods[name] = append(s.methods[name], d)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if t, ok := spec.(*ast.TypeSpec); ok {
				s.types[t.Name.Name] = t
			}
		}
	}
}

func (s *source) declared(decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.IsExported() {
			s.add("func " + d.Name.Name + s.signature(d.Type))
		}
	case *ast.GenDecl:
		switch d.Tok {
		case token.CONST:
			s.constants(d)
		case token.VAR:
			s.variables(d)
		case token.TYPE:
			for _, spec := range d.Specs {
				if t := spec.(*ast.TypeSpec); t.Name.IsExported() {
					s.typ(t)
				}
			}
		}
	}
}

// constants lists a group. A constant without a value of its own has that of the one above.
func (s *source) constants(d *ast.GenDecl) {
	var last *ast.ValueSpec
	for n, spec := range d.Specs {
		v := spec.(*ast.ValueSpec)
		if last == nil || v.Type != nil || len(v.Values) > 0 {
			last = v
		}
		for i, name := range v.Names {
			if !name.IsExported() {
				continue
			}
			line := "const " + name.Name
			if last.Type != nil {
				line += " " + s.text(last.Type)
			}
			if i < len(last.Values) {
				line += " = " + iotas.ReplaceAllString(s.text(last.Values[i]), strconv.Itoa(n))
			}
			s.add(line)
		}
	}
}

var iotas = regexp.MustCompile(`\biota\b`)

// variables lists variables with their type or, where that is not written, with a value that fits a line.
func (s *source) variables(d *ast.GenDecl) {
	const long = 120
	for _, spec := range d.Specs {
		v := spec.(*ast.ValueSpec)
		for i, name := range v.Names {
			if !name.IsExported() {
				continue
			}
			line := "var " + name.Name
			switch {
			case v.Type != nil:
				line += " " + s.text(v.Type)
			case i < len(v.Values):
				if value := s.text(v.Values[i]); len(value) < long {
					line += " = " + value
				}
			}
			s.add(line)
		}
	}
}

// typ lists a type, its fields and its methods.
func (s *source) typ(t *ast.TypeSpec) {
	name := t.Name.Name
	head := "type " + name + s.typeParams(t.TypeParams)
	switch u := t.Type.(type) {
	case *ast.StructType:
		s.add(head + " struct")
		s.fields("type "+name+" struct", u, map[string]bool{name: true})
		s.promoted(name, u, map[string]bool{name: true})
	case *ast.InterfaceType:
		s.face(head+" interface", name, u)
	default:
		if t.Assign.IsValid() {
			head += " ="
		}
		s.add(head + " " + s.text(t.Type))
	}
	s.methodsOf(name, name)
}

// fields lists the exported fields, also those of embedded structs that are not exported.
func (s *source) fields(prefix string, st *ast.StructType, seen map[string]bool) {
	for _, f := range st.Fields.List {
		tag := ""
		if f.Tag != nil {
			tag = " " + f.Tag.Value
		}
		for _, n := range f.Names {
			if n.IsExported() {
				s.add(prefix + ", " + n.Name + " " + s.text(f.Type) + tag)
			}
		}
		if len(f.Names) > 0 {
			continue
		}
		if name := base(f.Type); ast.IsExported(name) {
			s.add(prefix + ", embedded " + s.text(f.Type) + tag)
		} else if inner := s.structOf(name); inner != nil && !seen[name] {
			seen[name] = true
			s.fields(prefix, inner, seen)
		}
	}
}

// promoted lists the methods that a type has from embedded types that are not exported.
func (s *source) promoted(name string, st *ast.StructType, seen map[string]bool) {
	for _, f := range st.Fields.List {
		from := base(f.Type)
		if len(f.Names) > 0 || ast.IsExported(from) || seen[from] {
			continue
		}
		seen[from] = true
		s.methodsOf(name, from)
		if inner := s.structOf(from); inner != nil {
			s.promoted(name, inner, seen)
		}
	}
}

func (s *source) structOf(name string) *ast.StructType {
	if s.types[name] == nil {
		return nil
	}
	st, _ := s.types[name].Type.(*ast.StructType)
	return st
}

// methodsOf lists the methods of from as methods of name.
func (s *source) methodsOf(name, from string) {
	for _, m := range s.methods[from] {
		if !m.Name.IsExported() {
			continue
		}
		receiver := s.text(m.Recv.List[0].Type)
		if name != from {
			receiver = strings.Replace(receiver, from, name, 1)
		}
		s.add("method (" + receiver + ") " + m.Name.Name + s.signature(m.Type))
	}
}

// face lists an interface. One with methods that are not exported is sealed.
func (s *source) face(head, name string, face *ast.InterfaceType) {
	sealed := false
	for _, f := range face.Methods.List {
		for _, n := range f.Names {
			sealed = sealed || !n.IsExported()
			if fn, ok := f.Type.(*ast.FuncType); ok && n.IsExported() {
				s.add("type " + name + " interface, " + n.Name + s.signature(fn))
			}
		}
		if len(f.Names) == 0 {
			s.add("type " + name + " interface, " + s.text(f.Type))
		}
	}
	if sealed {
		head += ", sealed"
	}
	s.add(head)
}

func (s *source) typeParams(list *ast.FieldList) string {
	if list == nil {
		return ""
	}
	var all []string
	for _, f := range list.List {
		for _, n := range f.Names {
			all = append(all, n.Name+" "+s.text(f.Type))
		}
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// signature is what follows the name of a function.
func (s *source) signature(f *ast.FuncType) string { return strings.TrimPrefix(s.text(f), "func") }

// text prints a node on one line.
func (s *source) text(n ast.Node) string {
	var b bytes.Buffer
	if err := (&printer.Config{Mode: printer.RawFormat}).Fprint(&b, s.fset, n); err != nil {
		s.err = err
	}
	line := strings.Join(strings.Fields(b.String()), " ")
	return strings.NewReplacer("( ", "(", ", )", ")").Replace(line)
}

func (s *source) add(line string) { s.lines = append(s.lines, line) }

// base returns the name of a type without pointer and type arguments.
func base(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.StarExpr:
		return base(x.X)
	case *ast.IndexExpr:
		return base(x.X)
	case *ast.IndexListExpr:
		return base(x.X)
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.Ident:
		return x.Name
	}
	return ""
}
