// Trains the fable model on the CPU: forward and backward pass by hand, matrix products by BLAS.
//
// A step's documents are dealt into micro-batches of about a thousand tokens, which the worker
// threads take from a queue; each thread adds to gradients of its own. Documents do not see each
// other: positions start at 0 in each. The learning rate and the choice of the training file
// follow the elapsed share of the time budget, so that a slow machine ends its schedule, too.
//
//   trainer train DIR MINUTES FILE...   DIR/fable.ckpt is resumed if it is there; DIR/heldout.bin is measured
//   trainer check CKPT FILE OUT         writes loss and gradients of the first micro-batch, for check_gradients.py

#include <cblas.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <thread>
#include <vector>

extern "C" void openblas_set_num_threads(int);

namespace {

using Floats = std::vector<float>;

constexpr int kV = VOCAB, kD = WIDTH, kL = LAYERS, kH = HEADS, kKV = KV_HEADS, kS = HEAD_SIZE, kF = INNER;
constexpr int kQ = kH * kS, kQKV = (kH + 2 * kKV) * kS, kGroup = kH / kKV, kHalf = kS / 2;
constexpr float kEps = NORM_EPSILON;
constexpr int kMicroTokens = 1024, kStepTokens = 6144, kQueryBlock = 128;
constexpr float kPeakRate = 3e-3f, kFinalShare = 0.03f, kDecay = 0.05f, kBeta1 = 0.9f, kBeta2 = 0.97f, kClip = 1.0f;
constexpr float kMomentum = 0.95f, kMuonScale = 0.4f;
constexpr int kWarmup = 80;

struct LayerOffsets { size_t norm1, qkv, out, norm2, gateUp, down; };

struct Layout {
    size_t embed = 0, norm = 0, total = 0;
    LayerOffsets layer[kL];

    Layout() {
        size_t at = size_t(kV) * kD;
        auto take = [&](size_t n) { size_t start = at; at += n; return start; };
        for (auto& l : layer) {
            l.norm1 = take(kD);
            l.qkv = take(size_t(kQKV) * kD);
            l.out = take(size_t(kD) * kQ);
            l.norm2 = take(kD);
            l.gateUp = take(size_t(2 * kF) * kD);
            l.down = take(size_t(kD) * kF);
        }
        norm = take(kD);
        total = at;
    }
};

const Layout layout;
Floats cosines(size_t(CONTEXT) * kHalf), sines(size_t(CONTEXT) * kHalf);

void fillRotary() {
    for (int p = 0; p < CONTEXT; p++)
        for (int i = 0; i < kHalf; i++) {
            double angle = p * std::pow(double(ROPE_THETA), -double(i) / kHalf);
            cosines[size_t(p) * kHalf + i] = float(std::cos(angle));
            sines[size_t(p) * kHalf + i] = float(std::sin(angle));
        }
}

// y[n,o] = x[n,i] w[o,i]^T
void project(const float* x, const float* w, float* y, int n, int in, int out) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, out, in, 1, x, in, w, in, 0, y, out);
}

// dx (= or +=) dy w;  dw += dy^T x
void projectBack(const float* x, const float* w, const float* dy, float* dx, float* dw, int n, int in, int out, float keep) {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, in, out, 1, dy, out, w, in, keep, dx, in);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, out, in, n, 1, dy, out, x, in, 1, dw, in);
}

void rmsNorm(const float* x, const float* w, float* y, float* scale, int n) {
    for (int t = 0; t < n; t++, x += kD, y += kD) {
        float sum = 0;
        for (int i = 0; i < kD; i++) sum += x[i] * x[i];
        float r = scale[t] = 1 / std::sqrt(sum / kD + kEps);
        for (int i = 0; i < kD; i++) y[i] = x[i] * r * w[i];
    }
}

// dx += gradient through the norm; dw += gradient of its weight
void rmsNormBack(const float* x, const float* w, const float* scale, const float* dy, float* dx, float* dw, int n) {
    for (int t = 0; t < n; t++, x += kD, dy += kD, dx += kD) {
        float r = scale[t], dot = 0;
        for (int i = 0; i < kD; i++) {
            dot += dy[i] * w[i] * x[i];
            dw[i] += dy[i] * x[i] * r;
        }
        float k = dot * r * r * r / kD;
        for (int i = 0; i < kD; i++) dx[i] += dy[i] * w[i] * r - x[i] * k;
    }
}

struct Batch {
    std::vector<int> ids, starts;      // starts has one more entry, the end
    std::vector<int> rows, targets;    // the rows that are predicted, and the ids that follow them
    int size() const { return int(ids.size()); }
};

// rotates the queries and keys of every row by its position; direction -1 rotates back
void rotate(float* qkv, const Batch& b, float direction) {
    for (size_t d = 0; d + 1 < b.starts.size(); d++)
        for (int t = b.starts[d]; t < b.starts[d + 1]; t++) {
            const float* c = &cosines[size_t(t - b.starts[d]) * kHalf];
            const float* s = &sines[size_t(t - b.starts[d]) * kHalf];
            for (int h = 0; h < kH + kKV; h++) {
                float* v = qkv + size_t(t) * kQKV + h * kS;
                for (int i = 0; i < kHalf; i++) {
                    float a = v[i], e = v[i + kHalf], sn = direction * s[i];
                    v[i] = a * c[i] - e * sn;
                    v[i + kHalf] = e * c[i] + a * sn;
                }
            }
        }
}

const float kScale = 1 / std::sqrt(float(kS));

struct LayerState { Floats x, h1, scale1, qkv, att, lse, mid, h2, scale2, gu, act; };

// One thread's memory: activations, gradients and scratch.
struct Worker {
    LayerState s[kL];
    Floats last, normed, scale, picked, logits, grad, dx, dh, dqkv, datt, dgu, dact, scores, dscores;
    double loss = 0;

    void reserve(int n, int longest) {
        auto grow = [](Floats& f, size_t size) { if (f.size() < size) f.resize(size); };
        size_t m = n;
        for (auto& l : s) {
            for (Floats* f : {&l.x, &l.h1, &l.mid, &l.h2}) grow(*f, m * kD);
            grow(l.scale1, m), grow(l.scale2, m), grow(l.qkv, m * kQKV), grow(l.att, m * kQ), grow(l.lse, m * kH);
            grow(l.gu, m * 2 * kF), grow(l.act, m * kF);
        }
        for (Floats* f : {&last, &normed, &picked, &dx, &dh}) grow(*f, m * kD);
        grow(scale, m), grow(logits, m * kV), grow(dqkv, m * kQKV), grow(datt, m * kQ), grow(dgu, m * 2 * kF);
        grow(dact, m * kF), grow(scores, size_t(kQueryBlock) * longest), grow(dscores, size_t(kQueryBlock) * longest);
        grow(grad, layout.total);
    }

    void attend(LayerState& l, const Batch& b) {
        for (size_t d = 0; d + 1 < b.starts.size(); d++) {
            int start = b.starts[d], length = b.starts[d + 1] - start;
            for (int h = 0; h < kH; h++) {
                const float* q = &l.qkv[size_t(start) * kQKV + h * kS];
                const float* k = &l.qkv[size_t(start) * kQKV + kQ + h / kGroup * kS];
                const float* v = k + kKV * kS;
                for (int first = 0; first < length; first += kQueryBlock) {
                    int rows = std::min(kQueryBlock, length - first), keys = first + rows;
                    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, keys, kS, kScale, q + size_t(first) * kQKV, kQKV,
                                k, kQKV, 0, scores.data(), keys);
                    for (int r = 0; r < rows; r++) {
                        float* p = &scores[size_t(r) * keys];
                        int seen = first + r + 1;
                        float top = p[0], sum = 0;
                        for (int i = 1; i < seen; i++) top = std::max(top, p[i]);
                        for (int i = 0; i < seen; i++) { p[i] = expf(p[i] - top); sum += p[i]; }
                        float inverse = 1 / sum;
                        for (int i = 0; i < seen; i++) p[i] *= inverse;
                        for (int i = seen; i < keys; i++) p[i] = 0;
                        l.lse[size_t(start + first + r) * kH + h] = top + std::log(sum);
                    }
                    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, kS, keys, 1, scores.data(), keys, v, kQKV, 0,
                                &l.att[size_t(start + first) * kQ + h * kS], kQ);
                }
            }
        }
    }

    // from datt to dqkv; the probabilities are computed again from the saved log-sums
    void attendBack(LayerState& l, const Batch& b) {
        std::fill_n(dqkv.begin(), size_t(b.size()) * kQKV, 0.f);
        for (size_t d = 0; d + 1 < b.starts.size(); d++) {
            int start = b.starts[d], length = b.starts[d + 1] - start;
            for (int h = 0; h < kH; h++) {
                size_t base = size_t(start) * kQKV, keyAt = kQ + h / kGroup * kS, valueAt = keyAt + kKV * kS;
                const float *q = &l.qkv[base + h * kS], *k = &l.qkv[base + keyAt], *v = &l.qkv[base + valueAt];
                float *dq = &dqkv[base + h * kS], *dk = &dqkv[base + keyAt], *dv = &dqkv[base + valueAt];
                for (int first = 0; first < length; first += kQueryBlock) {
                    int rows = std::min(kQueryBlock, length - first), keys = first + rows;
                    const float* o = &l.att[size_t(start + first) * kQ + h * kS];
                    const float* g = &datt[size_t(start + first) * kQ + h * kS];
                    const float* qb = q + size_t(first) * kQKV;
                    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, keys, kS, kScale, qb, kQKV, k, kQKV, 0,
                                scores.data(), keys);
                    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, keys, kS, 1, g, kQ, v, kQKV, 0, dscores.data(),
                                keys);
                    for (int r = 0; r < rows; r++) {
                        float *p = &scores[size_t(r) * keys], *e = &dscores[size_t(r) * keys];
                        float dot = 0, lse = l.lse[size_t(start + first + r) * kH + h];
                        for (int i = 0; i < kS; i++) dot += o[size_t(r) * kQ + i] * g[size_t(r) * kQ + i];
                        int seen = first + r + 1;
                        for (int i = 0; i < seen; i++) {
                            p[i] = expf(p[i] - lse);
                            e[i] = p[i] * (e[i] - dot) * kScale;
                        }
                        for (int i = seen; i < keys; i++) p[i] = e[i] = 0;
                    }
                    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, keys, kS, rows, 1, scores.data(), keys, g, kQ, 1, dv,
                                kQKV);
                    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, kS, keys, 1, dscores.data(), keys, k, kQKV, 0,
                                dq + size_t(first) * kQKV, kQKV);
                    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, keys, kS, rows, 1, dscores.data(), keys, qb, kQKV, 1, dk,
                                kQKV);
                }
            }
        }
    }

    void forward(const float* w, const Batch& b) {
        int n = b.size(), longest = 0;
        for (size_t d = 0; d + 1 < b.starts.size(); d++) longest = std::max(longest, b.starts[d + 1] - b.starts[d]);
        reserve(n, longest);
        for (int t = 0; t < n; t++) std::memcpy(&s[0].x[size_t(t) * kD], w + layout.embed + size_t(b.ids[t]) * kD, kD * 4);
        for (int i = 0; i < kL; i++) {
            LayerState& l = s[i];
            const LayerOffsets& o = layout.layer[i];
            rmsNorm(l.x.data(), w + o.norm1, l.h1.data(), l.scale1.data(), n);
            project(l.h1.data(), w + o.qkv, l.qkv.data(), n, kD, kQKV);
            rotate(l.qkv.data(), b, 1);
            attend(l, b);
            std::copy_n(l.x.begin(), size_t(n) * kD, l.mid.begin());
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, kD, kQ, 1, l.att.data(), kQ, w + o.out, kQ, 1, l.mid.data(), kD);
            rmsNorm(l.mid.data(), w + o.norm2, l.h2.data(), l.scale2.data(), n);
            project(l.h2.data(), w + o.gateUp, l.gu.data(), n, kD, 2 * kF);
            for (int t = 0; t < n; t++) {
                const float *g = &l.gu[size_t(t) * 2 * kF], *u = g + kF;
                float* a = &l.act[size_t(t) * kF];
                for (int j = 0; j < kF; j++) a[j] = g[j] / (1 + expf(-g[j])) * u[j];
            }
            Floats& next = i + 1 < kL ? s[i + 1].x : last;
            std::copy_n(l.mid.begin(), size_t(n) * kD, next.begin());
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, kD, kF, 1, l.act.data(), kF, w + o.down, kF, 1, next.data(), kD);
        }
        int m = int(b.rows.size());
        for (int r = 0; r < m; r++) std::copy_n(&last[size_t(b.rows[r]) * kD], kD, &picked[size_t(r) * kD]);
        rmsNorm(picked.data(), w + layout.norm, normed.data(), scale.data(), m);
        project(normed.data(), w + layout.embed, logits.data(), m, kD, kV);
    }

    // adds the batch's loss; turns the logits into their gradient times `weight`
    void measure(const Batch& b, float weight) {
        for (size_t r = 0; r < b.rows.size(); r++) {
            float* z = &logits[r * kV];
            float top = z[0], sum = 0;
            for (int i = 1; i < kV; i++) top = std::max(top, z[i]);
            float target = z[b.targets[r]] - top;
            for (int i = 0; i < kV; i++) { z[i] = expf(z[i] - top); sum += z[i]; }
            loss += std::log(sum) - target;
            float k = weight / sum;
            for (int i = 0; i < kV; i++) z[i] *= k;
            z[b.targets[r]] -= weight;
        }
    }

    void backward(const float* w, const Batch& b) {
        int n = b.size(), m = int(b.rows.size());
        float* g = grad.data();
        projectBack(normed.data(), w + layout.embed, logits.data(), dh.data(), g + layout.embed, m, kD, kV, 0);
        std::fill_n(datt.begin(), size_t(m) * kD, 0.f);
        rmsNormBack(picked.data(), w + layout.norm, scale.data(), dh.data(), datt.data(), g + layout.norm, m);
        std::fill_n(dx.begin(), size_t(n) * kD, 0.f);
        for (int r = 0; r < m; r++) std::copy_n(&datt[size_t(r) * kD], kD, &dx[size_t(b.rows[r]) * kD]);
        for (int i = kL - 1; i >= 0; i--) {
            LayerState& l = s[i];
            const LayerOffsets& o = layout.layer[i];
            projectBack(l.act.data(), w + o.down, dx.data(), dact.data(), g + o.down, n, kF, kD, 0);
            for (int t = 0; t < n; t++) {
                const float *a = &l.gu[size_t(t) * 2 * kF], *u = a + kF, *e = &dact[size_t(t) * kF];
                float *da = &dgu[size_t(t) * 2 * kF], *du = da + kF;
                for (int j = 0; j < kF; j++) {
                    float sig = 1 / (1 + expf(-a[j]));
                    du[j] = e[j] * a[j] * sig;
                    da[j] = e[j] * u[j] * sig * (1 + a[j] * (1 - sig));
                }
            }
            projectBack(l.h2.data(), w + o.gateUp, dgu.data(), dh.data(), g + o.gateUp, n, kD, 2 * kF, 0);
            rmsNormBack(l.mid.data(), w + o.norm2, l.scale2.data(), dh.data(), dx.data(), g + o.norm2, n);
            projectBack(l.att.data(), w + o.out, dx.data(), datt.data(), g + o.out, n, kQ, kD, 0);
            attendBack(l, b);
            rotate(dqkv.data(), b, -1);
            projectBack(l.h1.data(), w + o.qkv, dqkv.data(), dh.data(), g + o.qkv, n, kD, kQKV, 0);
            rmsNormBack(l.x.data(), w + o.norm1, l.scale1.data(), dh.data(), dx.data(), g + o.norm1, n);
        }
        for (int t = 0; t < n; t++) {
            float* e = g + layout.embed + size_t(b.ids[t]) * kD;
            for (int i = 0; i < kD; i++) e[i] += dx[size_t(t) * kD + i];
        }
    }
};

// Reads documents one after the other, from the start again at the end.
class Source {
public:
    explicit Source(const std::string& path) {
        FILE* f = std::fopen(path.c_str(), "rb");
        if (!f) { std::perror(path.c_str()); std::exit(1); }
        std::fseek(f, 0, SEEK_END);
        bytes_.resize(std::ftell(f));
        std::rewind(f);
        if (std::fread(bytes_.data(), 1, bytes_.size(), f) != bytes_.size()) std::exit(1);
        std::fclose(f);
    }

    // micro-batches of at least `tokens` tokens in all
    std::vector<Batch> take(int tokens) {
        std::vector<Batch> out;
        for (int total = 0; total < tokens;) {
            Batch b;
            b.starts = {0};
            while (b.size() < kMicroTokens) {
                add(b);
                if (at_ >= bytes_.size()) { at_ = 0; passes++; }
            }
            total += b.size();
            out.push_back(std::move(b));
        }
        return out;
    }

    int passes = 0;

private:
    void add(Batch& b) {
        uint32_t length;
        std::memcpy(&length, &bytes_[at_], 4);
        const char* ids = &bytes_[at_ + 4];
        const char* counts = ids + 2 * length;
        int start = b.size();
        for (uint32_t t = 0; t < length; t++) {
            uint16_t id;
            std::memcpy(&id, ids + 2 * t, 2);
            b.ids.push_back(id);
            if (t && counts[t]) { b.rows.push_back(start + int(t) - 1); b.targets.push_back(id); }
        }
        b.starts.push_back(b.size());
        at_ += 4 + 3 * size_t(length);
    }

    std::vector<char> bytes_;
    size_t at_ = 0;
};

// Muon: makes the singular values of an update about equal, by five Newton-Schulz steps.
void orthogonalize(Floats& x, int rows, int cols) {
    int n = std::min(rows, cols);
    Floats a(size_t(n) * n), b(size_t(n) * n), y(x.size());
    float square = 0;
    for (float v : x) square += v * v;
    float scale = 1 / (std::sqrt(square) + 1e-12f);
    for (float& v : x) v *= scale;
    for (int round = 0; round < 5; round++) {
        bool tall = rows > cols;
        cblas_sgemm(CblasRowMajor, tall ? CblasTrans : CblasNoTrans, tall ? CblasNoTrans : CblasTrans, n, n, tall ? rows : cols, 1,
                    x.data(), cols, x.data(), cols, 0, a.data(), n);
        for (size_t i = 0; i < a.size(); i++) b[i] = -4.7750f * a[i];
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 2.0315f, a.data(), n, a.data(), n, 1, b.data(), n);
        for (size_t i = 0; i < x.size(); i++) y[i] = 3.4445f * x[i];
        if (tall)
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, cols, cols, 1, x.data(), cols, b.data(), n, 1, y.data(), cols);
        else
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, cols, rows, 1, b.data(), n, x.data(), cols, 1, y.data(), cols);
        std::swap(x, y);
    }
}

struct Matrix { size_t at; int rows, cols; };

std::vector<Matrix> matrices() {
    std::vector<Matrix> out;
    for (auto& l : layout.layer) {
        out.push_back({l.qkv, kQ, kD});
        for (int part = 0; part < 2; part++) out.push_back({l.qkv + size_t(kQ + part * kKV * kS) * kD, kKV * kS, kD});
        out.push_back({l.out, kD, kQ});
        for (int part = 0; part < 2; part++) out.push_back({l.gateUp + size_t(part) * kF * kD, kF, kD});
        out.push_back({l.down, kD, kF});
    }
    return out;
}

struct Model {
    Floats weights = Floats(layout.total), first = Floats(layout.total), second = Floats(layout.total);
    double step = 0, seconds = 0, tokens = 0;

    void init() {
        std::mt19937 rng(1);
        std::normal_distribution<float> normal;
        auto fill = [&](size_t at, size_t n, float spread) { for (size_t i = 0; i < n; i++) weights[at + i] = spread * normal(rng); };
        auto ones = [&](size_t at) { std::fill_n(weights.begin() + at, kD, 1.f); };
        float wide = 1 / std::sqrt(float(kD)), back = wide / std::sqrt(2.f * kL);
        fill(layout.embed, size_t(kV) * kD, 0.03f);
        for (auto& l : layout.layer) {
            ones(l.norm1), ones(l.norm2);
            fill(l.qkv, size_t(kQKV) * kD, wide), fill(l.out, size_t(kD) * kQ, back);
            fill(l.gateUp, size_t(2 * kF) * kD, wide), fill(l.down, size_t(kD) * kF, back);
        }
        ones(layout.norm);
    }

    bool load(const std::string& path) {
        FILE* f = std::fopen(path.c_str(), "rb");
        if (!f) return false;
        for (Floats* part : {&weights, &first, &second})
            if (std::fread(part->data(), 4, layout.total, f) != layout.total) std::exit(1);
        for (double* d : {&step, &seconds, &tokens})
            if (std::fread(d, 8, 1, f) != 1) std::exit(1);
        std::fclose(f);
        return true;
    }

    void save(const std::string& path) const {
        std::string temporary = path + ".new";
        FILE* f = std::fopen(temporary.c_str(), "wb");
        for (const Floats* part : {&weights, &first, &second}) std::fwrite(part->data(), 4, layout.total, f);
        for (const double* d : {&step, &seconds, &tokens}) std::fwrite(d, 8, 1, f);
        std::fclose(f);
        std::rename(temporary.c_str(), path.c_str());
    }

    // Muon for the matrices of the layers, Adam for the embedding and the norms
    void update(const Floats& grad, float rate) {
        double square = 0;
        for (float g : grad) square += double(g) * g;
        float clip = std::min(1.0, kClip / (std::sqrt(square) + 1e-6));
        float fix1 = 1 / (1 - std::pow(kBeta1, step)), fix2 = 1 / (1 - std::pow(kBeta2, step));
        auto adam = [&](size_t from, size_t to) {
            for (size_t i = from; i < to; i++) {
                float g = grad[i] * clip;
                first[i] = kBeta1 * first[i] + (1 - kBeta1) * g;
                second[i] = kBeta2 * second[i] + (1 - kBeta2) * g * g;
                weights[i] -= rate * first[i] * fix1 / (std::sqrt(second[i] * fix2) + 1e-8f);
            }
        };
        adam(0, layout.layer[0].norm1);
        for (auto& l : layout.layer) adam(l.norm1, l.qkv), adam(l.norm2, l.gateUp);
        adam(layout.norm, layout.total);

        static const std::vector<Matrix> all = matrices();
        std::atomic<size_t> next{0};
        auto work = [&] {
            Floats change;
            for (size_t k; (k = next++) < all.size();) {
                auto [at, rows, cols] = all[k];
                change.resize(size_t(rows) * cols);
                for (size_t i = 0; i < change.size(); i++) {
                    float g = grad[at + i] * clip;
                    first[at + i] = kMomentum * first[at + i] + g;
                    change[i] = g + kMomentum * first[at + i];
                }
                orthogonalize(change, rows, cols);
                float size = kMuonScale * std::sqrt(float(std::max(rows, cols)));
                for (size_t i = 0; i < change.size(); i++)
                    weights[at + i] -= rate * (size * change[i] + kDecay * weights[at + i]);
            }
        };
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); i++) threads.emplace_back(work);
        for (auto& thread : threads) thread.join();
    }
};

// runs the batches on the workers; returns the mean loss
double runAll(std::vector<Worker>& workers, const Floats& weights, const std::vector<Batch>& batches, bool learn) {
    size_t counted = 0;
    for (auto& b : batches) counted += b.rows.size();
    std::atomic<size_t> next{0};
    auto work = [&](Worker& worker) {
        worker.loss = 0;
        if (learn) worker.grad.assign(layout.total, 0.f);
        for (size_t i; (i = next++) < batches.size();) {
            worker.forward(weights.data(), batches[i]);
            worker.measure(batches[i], 1.f / counted);
            if (learn) worker.backward(weights.data(), batches[i]);
        }
    };
    std::vector<std::thread> threads;
    for (auto& w : workers) threads.emplace_back(work, std::ref(w));
    double loss = 0;
    for (size_t i = 0; i < workers.size(); i++) {
        threads[i].join();
        loss += workers[i].loss;
        if (learn && i)
            for (size_t j = 0; j < layout.total; j++) workers[0].grad[j] += workers[i].grad[j];
    }
    return loss / counted;
}

int train(const std::string& dir, double minutes, const std::vector<std::string>& files) {
    std::vector<Source> stages;
    for (auto& f : files) stages.emplace_back(f);
    std::vector<Batch> heldout = Source(dir + "/heldout.bin").take(40'000);
    std::vector<Worker> workers(std::max(1u, std::thread::hardware_concurrency()));
    Model model;
    std::string checkpoint = dir + "/fable.ckpt";
    if (!model.load(checkpoint)) { model.init(); model.save(checkpoint); }
    auto now = [] { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); };
    double began = now() - model.seconds, saved = now(), sum = 0;
    int summed = 0;
    for (double share; (share = (now() - began) / (60 * minutes)) < 1;) {
        // the first stage is half as long as the others
        int stage = std::clamp(int((share * (stages.size() - 0.5)) + 0.5), 0, int(stages.size()) - 1);
        std::vector<Batch> batches = stages[stage].take(kStepTokens);
        sum += runAll(workers, model.weights, batches, true);
        summed++;
        for (auto& b : batches) model.tokens += b.size();
        float rate = kPeakRate * (kFinalShare + (1 - kFinalShare) * 0.5f * (1 + std::cos(M_PI * share)));
        rate *= std::min(1.0, (++model.step) / kWarmup);
        model.update(workers[0].grad, rate);
        model.seconds = now() - began;
        if (int(model.step) % 50 == 0) {
            std::printf("step %.0f  minutes %.1f  stage %d  tokens %.2fM  loss %.4f  rate %.5f  tok/s %.0f\n", model.step,
                        model.seconds / 60, stage, model.tokens / 1e6, sum / summed, rate, model.tokens / model.seconds);
            std::fflush(stdout);
            sum = summed = 0;
        }
        if (now() - saved > 180) {
            saved = now();
            model.save(checkpoint);
            std::printf("held-out loss %.4f at step %.0f\n", runAll(workers, model.weights, heldout, false), model.step);
        }
    }
    model.save(checkpoint);
    std::printf("end: step %.0f  minutes %.1f  tokens %.2fM  held-out loss %.4f\n", model.step, model.seconds / 60,
                model.tokens / 1e6, runAll(workers, model.weights, heldout, false));
    for (size_t i = 0; i < stages.size(); i++) std::printf("file %zu was read to its end %d times\n", i, stages[i].passes);
    return 0;
}

int check(const std::string& checkpoint, const std::string& file, const std::string& out) {
    Model model;
    if (!model.load(checkpoint)) return 1;
    std::vector<Worker> workers(1);
    std::vector<Batch> batches = Source(file).take(1);
    float loss = float(runAll(workers, model.weights, batches, true));
    FILE* f = std::fopen(out.c_str(), "wb");
    std::fwrite(&loss, 4, 1, f);
    std::fwrite(workers[0].grad.data(), 4, layout.total, f);
    std::fclose(f);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    openblas_set_num_threads(1);
    fillRotary();
    std::string mode = argc > 1 ? argv[1] : "";
    if (mode == "train" && argc > 4) return train(argv[2], std::atof(argv[3]), {argv + 4, argv + argc});
    if (mode == "check" && argc == 5) return check(argv[2], argv[3], argv[4]);
    std::fprintf(stderr, "usage: see the top of trainer.cpp\n");
    return 2;
}
