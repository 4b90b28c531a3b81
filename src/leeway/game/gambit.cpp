#include "leeway/game/gambit.h"

#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/number.h"
#include "leeway/io/file.h"

namespace leeway {

namespace {

struct Token {
  enum class Kind { word, text, open, close, end };
  Kind kind = Kind::end;
  std::string text;
  Location where;

  std::string described() const {
    switch (kind) {
      case Kind::word:
        return text;
      case Kind::text:
        return "the text \"" + text + "\"";
      case Kind::open:
        return "\"{\"";
      case Kind::close:
        return "\"}\"";
      case Kind::end:
        break;
    }
    return "the end of the file";
  }
};

/// Words, quoted texts and braces; spaces and commas part them.
class Lexer {
 public:
  Lexer(const std::string& text, const std::string& name) : text_(text), name_(name) { advance(); }

  const Token& next() const { return next_; }
  bool is(Token::Kind kind) const { return next_.kind == kind; }

  Token take() {
    Token taken = std::move(next_);
    advance();
    return taken;
  }

  Token take(Token::Kind kind, const std::string& what) {
    if (!is(kind)) fail(what);
    return take();
  }

  [[noreturn]] void fail(const std::string& expected) const {
    throw InputError(next_.where, fmt::format("{} expected, found {}", expected, next_.described()));
  }

  std::string text(const std::string& what) { return take(Token::Kind::text, what + " in quotes").text; }

  double number(const std::string& what) {
    if (!is(Token::Kind::word)) fail(what);
    const std::optional<double> value = value_of(next_.text);
    if (!value)
      throw InputError(next_.where, fmt::format("{} expected, found {}", what, next_.described()),
                       "a number is written as 12, -0.5, 1e-3 or 1/3");
    // Beyond these the span of payoffs, of which checks are shares, is no number.
    if (*value != 0.0 && (std::abs(*value) > 1e100 || std::abs(*value) < 1e-100))
      throw InputError(next_.where, fmt::format("{} expected, found {}", what, next_.described()),
                       "allowed: 0, and sizes from 1e-100 to 1e100");
    take();
    return *value;
  }

  std::size_t count(const std::string& what, std::size_t least, std::size_t most) {
    if (!is(Token::Kind::word)) fail(what);
    const std::optional<int> value = parse_integer(next_.text);
    if (!value || *value < 0 || static_cast<std::size_t>(*value) < least ||
        static_cast<std::size_t>(*value) > most)
      throw InputError(next_.where, fmt::format("{} expected, a whole number from {} to {}, found {}", what,
                                                least, most, next_.described()));
    take();
    return static_cast<std::size_t>(*value);
  }

 private:
  static std::optional<double> value_of(std::string_view word) {
    if (word.starts_with('+')) word.remove_prefix(1);
    const std::size_t slash = word.find('/');
    const std::optional<double> top = parse_number(word.substr(0, slash));
    if (slash == std::string_view::npos || !top) return top;
    const std::optional<double> bottom = parse_number(word.substr(slash + 1));
    if (!bottom || !(*bottom > 0.0)) return std::nullopt;
    const double value = *top / *bottom;
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  }

  char step() {
    const char c = text_[at_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else {
      ++column_;
    }
    return c;
  }

  void advance() {
    constexpr std::string_view between = " \t\r\n\v\f,";
    while (at_ < text_.size() && between.find(text_[at_]) != std::string_view::npos) step();
    next_ = {Token::Kind::end, "", {name_, line_, column_}};
    if (at_ == text_.size()) return;
    const char first = text_[at_];
    if (first == '{' || first == '}') {
      next_.kind = first == '{' ? Token::Kind::open : Token::Kind::close;
      step();
      return;
    }
    if (first != '"') {
      next_.kind = Token::Kind::word;
      while (at_ < text_.size() && between.find(text_[at_]) == std::string_view::npos && text_[at_] != '{' &&
             text_[at_] != '}' && text_[at_] != '"')
        next_.text += step();
      return;
    }
    next_.kind = Token::Kind::text;
    step();
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\'))
        step();
      next_.text += step();
    }
    if (at_ == text_.size()) throw InputError(next_.where, "a text that is never closed with a quote");
    step();
  }

  const std::string& text_;
  const std::string& name_;
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
  Token next_;
};

void read_header(Lexer& lexer, const std::string& kind, int version) {
  const Token first = lexer.next();
  if (first.kind != Token::Kind::word || first.text != kind) {
    const bool other = first.text == "NFG" || first.text == "EFG";
    throw InputError(
        first.where,
        fmt::format("a file of this kind begins with {} {} R, found {}", kind, version, first.described()),
        other ? fmt::format("the name of an {} file ends in .{}", first.text,
                            first.text == "NFG" ? "nfg" : "efg")
              : "");
  }
  lexer.take();
  lexer.count(fmt::format("the version {}", version), static_cast<std::size_t>(version),
              static_cast<std::size_t>(version));
  const Token numbers = lexer.next();
  if (numbers.kind != Token::Kind::word || (numbers.text != "R" && numbers.text != "D")) lexer.fail("R");
  lexer.take();
}

std::vector<std::string> read_players(Lexer& lexer) {
  std::vector<std::string> names;
  lexer.take(Token::Kind::open, "the list of players in braces");
  while (lexer.is(Token::Kind::text)) names.push_back(lexer.take().text);
  lexer.take(Token::Kind::close, "a player's name in quotes or \"}\"");
  if (names.empty()) lexer.fail("at least one player before this");
  return names;
}

/// "{ … }" with one number a player.
std::vector<double> read_payoffs(Lexer& lexer, const std::vector<std::string>& players) {
  std::vector<double> payoffs;
  lexer.take(Token::Kind::open, "payoffs in braces");
  for (const std::string& player : players) payoffs.push_back(lexer.number("the payoff of " + player));
  lexer.take(Token::Kind::close, fmt::format("\"}}\" after {} payoffs", players.size()));
  return payoffs;
}

}  // namespace

StrategicGame parse_nfg(const std::string& text, const std::string& name) {
  Lexer lexer(text, name);
  read_header(lexer, "NFG", 1);
  const std::string title = lexer.text("the title");
  std::vector<GamePlayer> players;
  for (std::string& player : read_players(lexer)) players.push_back({std::move(player), {}});
  const Location sizes = lexer.next().where;
  lexer.take(Token::Kind::open, "the strategies in braces, such as { 2 2 }");
  for (GamePlayer& player : players) {
    if (lexer.is(Token::Kind::open)) {
      lexer.take();
      while (lexer.is(Token::Kind::text)) player.actions.push_back(lexer.take().text);
      lexer.take(Token::Kind::close, fmt::format("a strategy of {} in quotes or \"}}\"", player.name));
      if (player.actions.empty()) throw InputError(sizes, fmt::format("{} has no strategy", player.name));
    } else {
      const std::size_t n = lexer.count("the number of strategies of " + player.name, 1, text.size());
      for (std::size_t a = 1; a <= n; ++a) player.actions.push_back(std::to_string(a));
    }
  }
  lexer.take(Token::Kind::close, fmt::format("\"}}\" after the strategies of {} players", players.size()));
  if (lexer.is(Token::Kind::text)) lexer.take();  // a comment
  const std::size_t profiles = StrategicGame::count_profiles(players);
  // Each profile takes a digit at least, so that a short file asks for no large table.
  if (profiles == 0 || profiles > text.size())
    throw InputError(sizes, "more profiles than the file has payoffs for",
                     fmt::format("a table holds at most {} profiles", StrategicGame::most_profiles));
  StrategicGame game(title, players);
  const std::size_t n = players.size();
  if (lexer.is(Token::Kind::open)) {
    lexer.take();
    std::vector<std::vector<double>> outcomes = {std::vector<double>(n, 0.0)};
    while (lexer.is(Token::Kind::open)) {
      lexer.take();
      lexer.text("the name of an outcome");
      std::vector<double> payoffs;
      for (const GamePlayer& player : players)
        payoffs.push_back(lexer.number("the payoff of " + player.name));
      lexer.take(Token::Kind::close, fmt::format("\"}}\" after {} payoffs", n));
      outcomes.push_back(std::move(payoffs));
    }
    lexer.take(Token::Kind::close, "an outcome in braces or \"}\"");
    for (std::size_t s = 0; s < profiles; ++s) {
      const std::size_t outcome = lexer.count(fmt::format("the outcome of profile {} of {}", s + 1, profiles),
                                              0, outcomes.size() - 1);
      for (std::size_t p = 0; p < n; ++p) game.payoff(s, p) = outcomes[outcome][p];
    }
  } else {
    for (std::size_t s = 0; s < profiles; ++s)
      for (std::size_t p = 0; p < n; ++p)
        game.payoff(s, p) = lexer.number(
            fmt::format("the payoff of {} in profile {} of {}", players[p].name, s + 1, profiles));
  }
  if (!lexer.is(Token::Kind::end)) lexer.fail(fmt::format("the end after {} profiles", profiles));
  return game;
}

namespace {

/// Reads the nodes of a tree, one after another in prefix order.
class TreeReader {
 public:
  TreeReader(Lexer& lexer, ExtensiveGame& game) : lexer_(lexer), game_(game) {}

  void read() {
    // Nodes that still miss children, the innermost last.
    std::vector<std::size_t> open;
    constexpr std::size_t deepest = 2000;
    do {
      const Location where = lexer_.next().where;
      const std::size_t at = game_.nodes.size();
      if (!open.empty()) game_.nodes[open.back()].children.push_back(at);
      read_node();
      if (wanted_[at] > 0) open.push_back(at);
      if (open.size() > deepest) throw InputError(where, fmt::format("a tree deeper than {} moves", deepest));
      while (!open.empty() && game_.nodes[open.back()].children.size() == wanted_[open.back()])
        open.pop_back();
    } while (!open.empty());
  }

 private:
  struct Known {
    std::size_t set = 0;  ///< of decisions
    std::vector<std::string> actions;
    std::vector<double> chances;
  };

  void read_node() {
    const Token kind = lexer_.next();
    if (kind.kind != Token::Kind::word || (kind.text != "c" && kind.text != "p" && kind.text != "t"))
      lexer_.fail("a node (c, p or t)");
    lexer_.take();
    GameNode node;
    node.label = lexer_.text("the name of the node");
    std::size_t children = 0;
    if (kind.text == "c") {
      node.kind = GameNode::Kind::chance;
      const Known& known = read_set(0, true);
      node.actions = known.actions;
      node.chances = known.chances;
      children = known.actions.size();
    } else if (kind.text == "p") {
      node.kind = GameNode::Kind::decision;
      const std::size_t player = lexer_.count("the number of the player", 1, game_.players.size());
      const Known& known = read_set(player, false);
      node.set = known.set;
      ++game_.sets[node.set].nodes;
      children = known.actions.size();
    }
    node.payoffs = read_outcome();
    game_.nodes.push_back(std::move(node));
    wanted_.push_back(children);
  }

  /// "number "name" { actions }"; name and actions may be left out once they are known.
  const Known& read_set(std::size_t player, bool chance) {
    const Location where = lexer_.next().where;
    const std::size_t number = lexer_.count("the number of the information set", 1, 1'000'000'000);
    std::string label;
    if (lexer_.is(Token::Kind::text)) label = lexer_.take().text;
    const auto found = sets_.find({player, number});
    if (!lexer_.is(Token::Kind::open)) {
      if (found == sets_.end()) lexer_.fail("the actions of an information set that is new");
      return found->second;
    }
    lexer_.take();
    Known known;
    double sum = 0.0;
    while (lexer_.is(Token::Kind::text)) {
      known.actions.push_back(lexer_.take().text);
      if (!chance) continue;
      known.chances.push_back(lexer_.number("the probability of \"" + known.actions.back() + "\""));
      if (known.chances.back() < 0.0) throw InputError(where, "a probability below 0");
      sum += known.chances.back();
    }
    lexer_.take(Token::Kind::close, "an action in quotes or \"}\"");
    if (known.actions.empty()) throw InputError(where, "an information set without actions");
    if (chance && std::abs(sum - 1.0) > 1e-9)
      throw InputError(where, fmt::format("probabilities that sum to {} and not to 1", sum));
    if (found != sets_.end()) {
      if (found->second.actions != known.actions || found->second.chances != known.chances)
        throw InputError(
            where, fmt::format("information set {} has other actions than where it stood first", number));
      return found->second;
    }
    if (!chance) {
      known.set = game_.sets.size();
      game_.sets.push_back({player - 1, label.empty() ? std::to_string(number) : label, known.actions, 0});
    }
    return sets_.emplace(std::pair{player, number}, std::move(known)).first->second;
  }

  /// "number "name" { payoffs }"; 0 has none, and those of a number that is known may be left out.
  std::vector<double> read_outcome() {
    const Location where = lexer_.next().where;
    const std::size_t number = lexer_.count("the number of the outcome (0 for none)", 0, 1'000'000'000);
    if (lexer_.is(Token::Kind::text)) lexer_.take();
    const auto found = outcomes_.find(number);
    if (!lexer_.is(Token::Kind::open)) {
      if (number == 0) return {};
      if (found == outcomes_.end()) lexer_.fail(fmt::format("the payoffs of outcome {}", number));
      return found->second;
    }
    std::vector<double> payoffs = read_payoffs(lexer_, game_.players);
    if (number == 0) throw InputError(where, "outcome 0 stands for none and has no payoffs");
    if (found != outcomes_.end() && found->second != payoffs)
      throw InputError(where, fmt::format("outcome {} has other payoffs than where it stood first", number));
    outcomes_.emplace(number, payoffs);
    return payoffs;
  }

  Lexer& lexer_;
  ExtensiveGame& game_;
  std::vector<std::size_t> wanted_;                            ///< [node] children
  std::map<std::pair<std::size_t, std::size_t>, Known> sets_;  ///< by player (0: chance) and number
  std::map<std::size_t, std::vector<double>> outcomes_;
};

std::string quoted(const std::string& text) {
  std::string found = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') found += '\\';
    found += c;
  }
  return found + "\"";
}

std::string listed(const std::vector<std::string>& texts) {
  std::string found = "{";
  for (const std::string& text : texts) found += " " + quoted(text);
  return found + " }";
}

}  // namespace

ExtensiveGame parse_efg(const std::string& text, const std::string& name) {
  Lexer lexer(text, name);
  read_header(lexer, "EFG", 2);
  ExtensiveGame game;
  game.title = lexer.text("the title");
  game.players = read_players(lexer);
  if (lexer.is(Token::Kind::text)) lexer.take();  // a comment
  TreeReader(lexer, game).read();
  if (!lexer.is(Token::Kind::end)) lexer.fail("the end after the last node of the tree");
  return game;
}

StrategicGame load_nfg(const std::filesystem::path& file) {
  return parse_nfg(read_text(file), file.string());
}
ExtensiveGame load_efg(const std::filesystem::path& file) {
  return parse_efg(read_text(file), file.string());
}

std::string to_nfg(const StrategicGame& game) {
  std::vector<std::string> names;
  for (const GamePlayer& player : game.players()) names.push_back(player.name);
  std::string text = fmt::format("NFG 1 R {} {}\n{{", quoted(game.title()), listed(names));
  for (const GamePlayer& player : game.players()) text += " " + listed(player.actions);
  text += " }\n\n";
  for (std::size_t s = 0; s < game.profiles(); ++s)
    for (std::size_t p = 0; p < game.size(); ++p)
      text += fmt::format("{}{}", game.payoff(s, p), p + 1 == game.size() ? "\n" : " ");
  return text;
}

std::string to_efg(const ExtensiveGame& game) {
  std::string text = fmt::format("EFG 2 R {} {}\n\n", quoted(game.title), listed(game.players));
  std::size_t outcome = 0, chance = 0;
  for (const GameNode& node : game.nodes) {
    if (node.kind == GameNode::Kind::chance) {
      text += fmt::format("c {} {} \"\" {{", quoted(node.label), ++chance);
      for (std::size_t a = 0; a < node.actions.size(); ++a)
        text += fmt::format(" {} {}", quoted(node.actions[a]), node.chances[a]);
      text += " }";
    } else if (node.kind == GameNode::Kind::decision) {
      const InformationSet& set = game.sets[node.set];
      text += fmt::format("p {} {} {} {} {}", quoted(node.label), set.player + 1, node.set + 1,
                          quoted(set.label), listed(set.actions));
    } else {
      text += fmt::format("t {}", quoted(node.label));
    }
    if (node.payoffs.empty())
      text += " 0\n";
    else
      text += fmt::format(" {} \"\" {{ {} }}\n", ++outcome, fmt::join(node.payoffs, ", "));
  }
  return text;
}

}  // namespace leeway
